/** `shell:`, `shell,v2,…:` and `exec:`: a command line run by the phone's shell. */
import { Shell } from '../shell/shell.ts';
import type { Input, Output } from '../shell/streams.ts';
import type { ServiceCall } from './device-services.ts';
import { PACKET, PACKET_HEAD_BYTES, packet } from './shell-packets.ts';
import type { ClientStream } from './stream.ts';

/** A terminal shows a prompt; nothing else of it is simulated. */
const PROMPT_END = ':/ $ ';

/** `argument` begins behind the word `shell`: `:CMD` or `,v2,raw:CMD`. */
export async function runShell(call: ServiceCall): Promise<void> {
  const colon = call.argument.indexOf(':');
  const options = call.argument.slice(0, colon).split(',');
  const command = call.argument.slice(colon + 1);
  const wantsTerminal = options.includes('pty') || (command === '' && !options.includes('raw'));
  if (!options.includes('v2')) return await runPlain(call, command, wantsTerminal);
  const { stream } = call;
  const stdin = new PacketInput(stream);
  const code = await run(call, {
    command,
    prompt: wantsTerminal ? call.machine.profile.device + PROMPT_END : '',
    stdin,
    stdout: packetOutput(stream, PACKET.stdout),
    // A terminal has one stream for both.
    stderr: packetOutput(stream, wantsTerminal ? PACKET.stdout : PACKET.stderr),
    hangUp: stream.hungUp,
  });
  await stream.write(packet(PACKET.exit, Buffer.of(code)));
}

/** Binary safe, both streams in one, no exit code. */
export async function runExec(call: ServiceCall): Promise<void> {
  await runPlain(call, call.argument, false);
}

async function runPlain(call: ServiceCall, command: string, wantsTerminal: boolean): Promise<void> {
  const { stream } = call;
  const output: Output = { write: (data) => stream.write(data) };
  const stdin: Input = { read: () => stream.some() };
  const prompt = wantsTerminal ? call.machine.profile.device + PROMPT_END : '';
  await run(call, { command, prompt, stdin, stdout: output, stderr: output, hangUp: stream.hungUp });
}

interface Run {
  /** Empty: lines from standard input. */
  readonly command: string;
  readonly prompt: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly hangUp: AbortSignal;
}

async function run({ machine }: ServiceCall, { command, prompt, ...streams }: Run): Promise<number> {
  const shell = new Shell({ machine, ...streams });
  if (command !== '') return await runLogged(machine, shell, command);
  let code = 0;
  let pending = '';
  await streams.stdout.write(prompt);
  for (let chunk = await streams.stdin.read(); chunk; chunk = await streams.stdin.read()) {
    pending += chunk.toString('utf8').replaceAll('\r', '\n');
    const lines = pending.split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      code = await runLogged(machine, shell, line);
      if (shell.hasExited) return code;
      await streams.stdout.write(prompt);
    }
  }
  return pending.trim() === '' ? code : await runLogged(machine, shell, pending);
}

async function runLogged(machine: ServiceCall['machine'], shell: Shell, line: string): Promise<number> {
  const finished = machine.log.begin('shell', line);
  try {
    return await shell.run(line);
  } finally {
    finished();
  }
}

/** Standard input in packets. Close-stdin and the end of the stream both end it. */
class PacketInput implements Input {
  readonly #stream: ClientStream;
  #isClosed = false;

  constructor(stream: ClientStream) {
    this.#stream = stream;
  }

  async read(): Promise<Buffer | null> {
    while (!this.#isClosed) {
      const head = await this.#stream.exactly(PACKET_HEAD_BYTES).catch(() => null);
      if (!head) break;
      const data = await this.#stream.exactly(head.readUInt32LE(1));
      if (head[0] === PACKET.closeStdin) break;
      if (head[0] === PACKET.stdin && data.length > 0) return data;
    }
    this.#isClosed = true;
    return null;
  }
}

function packetOutput(stream: ClientStream, id: number): Output {
  return {
    write: async (data) => {
      if (data.length > 0) await stream.write(packet(id, Buffer.from(data)));
    },
  };
}
