import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import type { Material, Uploaded, UploadProgress } from '../../src/contract/material.ts';
import { sendHalf, sendRaw } from '../http/upload.ts';
import { type Program, startProgram } from '../support/program.ts';
import { Caller, CLIP, Not, waitFor } from './world.ts';

/** Longer than a large video's last bytes take to reach the disk, shorter than a service manager's patience. */
const STOPPED_WITHIN_MS = 20_000;

interface Server {
  readonly program: Program;
  readonly api: Caller;
}

/** Servers on one data directory, one after the other, with the embedded database and no phones. */
async function ground(t: TestContext): Promise<{ serve(): Promise<Server> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'postwright-upload-'));
  t.after(async () => await rm(dataDir, { recursive: true, force: true }));
  const args = ['serve', '--port', '0', '--data-dir', dataDir, '--adb', '127.0.0.1:9'];
  return {
    serve: async () => {
      const program = startProgram(t, { cwd: dataDir, args });
      return { program, api: new Caller(await program.found(/listens on (http:\S+)/)) };
    },
  };
}

const progressOf = async (api: Caller, sha256: string): Promise<UploadProgress> =>
  (await api.call<UploadProgress>('GET', `/material/upload/${sha256}`)).data;

const endings: readonly (readonly [how: string, signal: 'SIGKILL' | 'SIGTERM'])[] = [
  ['is killed', 'SIGKILL'],
  ['is stopped', 'SIGTERM'],
];

for (const [how, signal] of endings) {
  test(`an upload whose server ${how} goes on with the next server`, async (t) => {
    const { serve } = await ground(t);
    const bytes = await readFile(CLIP);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = `/api/v1/material?sha256=${sha256}&size_bytes=${bytes.length}`;
    const first = await serve();
    await sendHalf(first.api.url, { path, name: 'clip.mp4', bytes });
    const received = await waitFor('the first bytes', async () => {
      const { received_bytes: count } = await progressOf(first.api, sha256);
      return count > 0 ? count : new Not('nothing has arrived');
    });
    const startedAt = Date.now();
    first.program.child.kill(signal);
    await first.program.ended();
    assert.ok(Date.now() - startedAt < STOPPED_WITHIN_MS);

    const next = await serve();
    const { received_bytes: offset } = await progressOf(next.api, sha256);
    assert.ok(offset >= received, `${offset} of ${received} are left`);
    const rest = { path: `${path}&offset=${offset}`, name: 'clip.mp4', bytes: bytes.subarray(offset) };
    assert.equal(((await sendRaw(next.api.url, rest)).data as Uploaded).complete, true);
    const { data } = await next.api.call<Material>('GET', `/material/${sha256}`);
    assert.deepEqual([data.size_bytes, data.duration_ms], [bytes.length, 6000]);
    assert.equal(await next.program.stop(), 0);
  });
}
