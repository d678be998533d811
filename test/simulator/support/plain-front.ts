/** A front without screens, for what lies below them: it takes every intent and echoes on one port. */
import { Duplex } from 'node:stream';
import type { ActivityName, InputEvent, Intent, StartActivityResult } from '../../../src/simulator/ports.ts';
import type { RackFront } from '../../../src/simulator/rack-types.ts';

export const ECHO_PORT = 6790;
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

export interface PlainFront extends RackFront {
  /** What it was told, oldest first. */
  readonly told: string[];
  readonly intents: Intent[];
  readonly events: InputEvent[];
  /** What the next intents lead to. */
  result: StartActivityResult['outcome'];
  focused: ActivityName | null;
  keyboard: boolean;
  /** Ends the instrumentation that runs. */
  endInstrumentation(text: string): void;
}

export function createPlainFront(): PlainFront {
  const told: string[] = [];
  const intents: Intent[] = [];
  const events: InputEvent[] = [];
  let endRun = (_text: string): void => {};
  const front: PlainFront = {
    told,
    intents,
    events,
    result: 'started',
    focused: { packageName: 'com.example', className: 'com.example.Main' },
    keyboard: false,
    endInstrumentation: (text) => endRun(text),
    startActivity: (intent) => {
      intents.push(intent);
      const activity = { packageName: intent.packageName ?? 'com.example', className: 'com.example.Main' };
      if (front.result === 'started' || front.result === 'delivered-to-top') return { outcome: front.result, activity };
      return { outcome: front.result };
    },
    queryActivities: (intent) =>
      intent.mimeType === 'video/mp4' ? [{ packageName: 'com.example', className: 'com.example.share.Share' }] : [],
    forceStop: (name) => {
      told.push(`force-stop ${name}`);
      if (name.startsWith('io.appium'))
        endRun('INSTRUMENTATION_RESULT: shortMsg=Process crashed.\nINSTRUMENTATION_CODE: 0');
    },
    focus: () => front.focused,
    isKeyboardShown: () => front.keyboard,
    input: async (event) => void events.push(event),
    screenshot: async () => PNG,
    startInstrumentation: (args) => {
      told.push(`instrument ${[...args].map((pair) => pair.join('=')).join(' ')}`.trim());
      const { promise, resolve } = Promise.withResolvers<string>();
      endRun = resolve;
      return { ended: promise, loseShell: () => void told.push('lost shell') };
    },
    connect: (port) => (port === ECHO_PORT ? echo() : null),
    powerOff: () => void told.push('power off'),
    powerDisconnected: () => void told.push('power disconnected'),
    accounts: () => ({ tiktok: [], instagram: [] }),
    setAccounts: () => {},
    drafts: () => [],
    profiles: () => ({ tiktok: {}, instagram: {} }),
  };
  return front;
}

function echo(): Duplex {
  const duplex: Duplex = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      duplex.push(chunk);
      done();
    },
    final: (done) => {
      duplex.push(null);
      done();
    },
  });
  return duplex;
}
