import http from 'node:http';
import type { TestContext } from 'node:test';
import { AdbPhone } from '../../src/devices/adb-phone.ts';
import { shellPacket, startRawAdb } from '../devices/raw-adb.ts';

const SERVER = 'io.appium.uiautomator2.server';
const LISTED = `instrumentation:${SERVER}.test/androidx.test.runner.AndroidJUnitRunner (target=${SERVER})\n`;
const SOURCE = '<hierarchy width="100" height="200"><a class="a.B" text="Hello" bounds="[0,0][10,10]"/></hierarchy>';

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

export interface RawUia2Options {
  /** versionName of the installed server; null when it is not installed. */
  readonly installed?: () => string | null;
  /** The output of a shell command; null answers as a healthy phone does. */
  readonly shell?: (command: string) => string | null;
  /** The answer to an HTTP request such as `GET /source` below the session; null answers as a healthy server does. */
  readonly answer?: (request: string) => RawAnswer | null;
  /** What `am instrument` prints before it ends; null while it runs. */
  readonly instrument?: () => string | null;
}

export interface RawUia2 {
  readonly phone: AdbPhone;
  readonly commands: readonly string[];
  readonly requests: readonly string[];
}

export const ok = (value: unknown): RawAnswer => ({ status: 200, body: JSON.stringify({ sessionId: 's', value }) });
export const no = (status: number, error: string, message: string): RawAnswer => ({
  status,
  body: JSON.stringify({ sessionId: 's', value: { error, message, stacktrace: '' } }),
});

/** A phone of a few lines with a UiAutomator2 server, for answers that no phone of the rack gives. */
export async function startRawUia2(t: TestContext, options: RawUia2Options = {}): Promise<RawUia2> {
  const commands: string[] = [];
  const running = new Set<() => void>();
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    const name = `${request.method} ${(request.url ?? '').replace(/^\/session\/s(?=\/)/, '')}`;
    requests.push(name);
    if (name === 'DELETE /session/s') for (const end of running) end();
    const { status, body } = options.answer?.(name) ?? healthy(name);
    request.resume().once('end', () => response.writeHead(status).end(body));
  });
  const adb = await startRawAdb({
    onService: (socket, service) => {
      if (service === 'tcp:6790') return void server.emit('connection', socket);
      if (service === 'sync:') return void acceptPush(socket);
      const command = service.replace(/^shell,v2,raw:/, '');
      commands.push(command);
      const output = command.startsWith('am instrument')
        ? (options.instrument?.() ?? null)
        : (options.shell?.(command) ?? healthyShell(command, options.installed?.() ?? null));
      const end = (text: string): void =>
        void socket.end(Buffer.concat([shellPacket(1, text), shellPacket(3, Buffer.from([exitCodeOf(command)]))]));
      if (output !== null) return end(output);
      socket.resume();
      running.add(() => end('OK (1 test)'));
    },
  });
  t.after(() => adb.stop());
  t.after(() => void server.close());
  const address = { host: '127.0.0.1', port: adb.port };
  const phone = new AdbPhone({ address, serial: 'TEST01', transportId: 7n, gone: new AbortController().signal });
  return { phone, commands, requests };
}

function healthy(request: string): RawAnswer {
  if (request === 'GET /status') return ok({ ready: true });
  if (request === 'POST /session') return ok({ sessionId: 's', capabilities: {} });
  return ok(request === 'GET /source' ? SOURCE : null);
}

function healthyShell(command: string, installed: string | null): string {
  if (command === 'pm list instrumentation') return LISTED;
  const [, name] = /^dumpsys package (\S+)$/.exec(command) ?? [];
  if (name === undefined) return command.startsWith('pm ') ? 'Success\n' : '';
  return installed === null ? '' : `Packages:\n  Package [${name}] (1a2b):\n    versionName=${installed}\n`;
}

/** `pidof`: no such process. */
function exitCodeOf(command: string): number {
  return command.startsWith('pidof') ? 1 : 0;
}

/** Takes what is pushed and says OKAY; the rest of the push is checked by shell commands. */
function acceptPush(socket: import('node:net').Socket): void {
  let tail = Buffer.alloc(0);
  socket.on('data', (data) => {
    tail = Buffer.concat([tail, data]).subarray(-8);
    if (tail.subarray(0, 4).toString() === 'DONE') socket.write(Buffer.concat([Buffer.from('OKAY'), Buffer.alloc(4)]));
  });
}
