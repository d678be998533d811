import { Faults } from '../../../src/simulator/faults.ts';
import { createRandom, createTime } from '../../../src/simulator/kit.ts';
import { Machine } from '../../../src/simulator/machine/machine.ts';
import { profileOf } from '../../../src/simulator/machine/profiles.ts';
import { Shell } from '../../../src/simulator/shell/shell.ts';
import { Collector, inputOf } from '../../../src/simulator/shell/streams.ts';
import { createPlainFront, type PlainFront } from './plain-front.ts';

export interface PlainPhone {
  readonly machine: Machine;
  readonly front: PlainFront;
  /** Runs a shell line as `shell,v2,raw:` does. */
  sh(
    line: string,
    options?: { stdin?: string; hangUp?: AbortSignal },
  ): Promise<{ code: number; out: string; err: string }>;
  /** What was recorded as an intrusion. */
  intrusions(): string[];
}

/** A machine of the given Android (API level) with a front without screens, and its shell without ADB in between. */
export function createPlainPhone(sdk = 33, keepContent = false): PlainPhone {
  const machine = new Machine({
    serial: 'RACK0001',
    profile: profileOf(sdk),
    random: createRandom(1),
    ownRandom: createRandom(1),
    time: createTime('instant'),
    faults: new Faults({ befall: () => () => {}, onStrike: () => {}, onLift: () => {} }),
    keepContent,
    locale: 'en-US',
    onReboot: () => {},
  });
  const front = createPlainFront();
  machine.attachFront(front);
  return {
    machine,
    front,
    sh: async (line, { stdin = '', hangUp = new AbortController().signal } = {}) => {
      const [stdout, stderr] = [new Collector(), new Collector()];
      const shell = new Shell({ machine, stdin: inputOf(Buffer.from(stdin)), stdout, stderr, hangUp });
      const code = await shell.run(line);
      return { code, out: stdout.bytes().toString(), err: stderr.bytes().toString() };
    },
    intrusions: () =>
      machine.log
        .entries()
        .filter(({ kind }) => kind === 'intrusion')
        .map(({ what }) => what),
  };
}

/** Writes a file as a push does. */
export function writeFile(machine: Machine, path: string, bytes: Buffer | string, modifiedSeconds?: number): void {
  const writer = machine.files.create(path);
  writer.write(Buffer.from(bytes));
  writer.close(modifiedSeconds);
}
