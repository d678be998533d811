import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { ROUTES } from '../../src/contract/routes.ts';
import { send } from './fuzz/send.ts';
import { tracer } from './fuzz/traces.ts';
import { judge } from './fuzz/verdict.ts';
import { clip } from './picks.ts';
import { openWorld } from './world.ts';

const PATH = ROUTES.uploadMaterial.path;
const FILE = 'Content-Disposition: form-data; name="file"; filename="clip.mp4"';
const field = (name: string, value = 'v'): string =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (head = FILE): Buffer => Buffer.concat([Buffer.from(`--b\r\n${head}\r\n\r\n`), clip, Buffer.from('\r\n')]);
const END = '--b--\r\n';

const FORMS: readonly (readonly [what: string, form: readonly (string | Buffer)[], type?: string])[] = [
  ['ten thousand fields before the file', [...Array.from({ length: 10_000 }, (_, i) => field(`f${i}`)), file(), END]],
  ['ten thousand times the same field', [...Array.from({ length: 10_000 }, () => field('nonsense')), file(), END]],
  ['a part with a megabyte of headers', [`--b\r\nX: ${'x'.repeat(1024 ** 2)}\r\n${FILE}\r\n\r\n`, clip, '\r\n', END]],
  ['a part with a hundred thousand headers', [file(`${FILE}\r\n${'X: y\r\n'.repeat(100_000)}X: z`), END]],
  ['a field of a megabyte', [field('caption', 'x'.repeat(1024 ** 2)), file(), END]],
  ['a field with half a megabyte of name', [field('n'.repeat(512 * 1024)), file(), END]],
  ['__proto__', [field('__proto__'), file(), END]],
  ['constructor', [field('constructor'), file(), END]],
  ['a caption that cannot be kept', [field('caption', 'a\0b'), file(), END]],
  ['no parts', [END]],
  ['no end', [field('caption'), '--b\r\n', FILE]],
  ['nothing but a beginning', ['--b']],
  ['no boundary', [file(), END], 'multipart/form-data'],
  ['another boundary', [file(), END], 'multipart/form-data; boundary=c'],
  ['an empty boundary', [file(), END], 'multipart/form-data; boundary='],
  ['a boundary of ten thousand', [file(), END], `multipart/form-data; boundary=${'b'.repeat(10_000)}`],
  ['a form in a form', [file(`${FILE}\r\nContent-Type: multipart/mixed; boundary=c`), field('file'), END]],
];

/** Odd, and yet there is one file in it, whole. */
const HARMLESS: ReadonlySet<string> = new Set(['a form in a form', 'a part with a hundred thousand headers']);

test('forms that are none are refused, and nothing of them stays', async (t) => {
  const world = await openWorld(t);
  const traces = await tracer(world);
  for (const [what, form, type = 'multipart/form-data; boundary=b'] of FORMS) {
    const before = await traces();
    const body = Buffer.concat(form.map((part) => Buffer.from(part)));
    const reply = await send(world.url, { method: 'POST', target: PATH, headers: { 'Content-Type': type }, body });
    if (judge(ROUTES.uploadMaterial, reply)) assert.deepEqual(await traces(), before, what);
    else assert.ok(HARMLESS.has(what), `${what} was taken`);
  }
  assert.equal((await world.call('GET', PATH)).code, 0);
});

test('uploads that are broken off, slowly or at once, leave nothing unfinished', async (t) => {
  const world = await openWorld(t);
  const traces = await tracer(world);
  const before = await traces();
  const { hostname, port } = new URL(world.url);
  const whole = Buffer.concat([file(), Buffer.from(END)]);
  const type = 'Content-Type: multipart/form-data; boundary=b';
  const head = `POST ${PATH} HTTP/1.1\r\nHost: localhost\r\n${type}\r\nContent-Length: ${whole.length}\r\n\r\n`;
  for (const length of [0, 1, 50, 120, 1000, 100_000, whole.length - 8]) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    socket.write(head);
    for (const byte of whole.subarray(0, Math.min(length, 20))) socket.write(Buffer.from([byte]));
    if (length > 20) socket.write(whole.subarray(20, length));
    socket.end();
    await new Promise((resolve) => socket.once('close', resolve).resume());
    socket.destroy();
  }
  // The server hears of the last end a moment after it came.
  while (JSON.stringify(await traces()) !== JSON.stringify(before)) await pause(5);
});
