import type { TestContext } from 'node:test';
import type { Phone } from '../../../src/devices/phone.ts';
import { openScreen, type Screen } from '../../../src/screen/screen.ts';
import { createScripts } from '../../../src/scripts/registry.ts';
import type { AttemptContext, CustomPlan, DoneReceipt, Script, Verdict } from '../../../src/scripts/script.ts';
import type { PhoneSetup } from '../../../src/simulator/rack-types.ts';
import { onRack, type RackStage } from '../../devices/rack.ts';
import { limits } from '../../devices/support.ts';
import { USED_PHONE } from '../../support/rack.ts';
import { MemoryLedger } from '../memory-ledger.ts';
import { CERTAIN_AFTER_MS, RACK_PACE } from '../world.ts';
import { type Folders, scriptFolders } from './folders.ts';

export const SETTINGS = 'com.android.settings';

const OPEN_SCREEN_MS = 60_000;
/** What ELEMENT_NOT_FOUND takes in these tests. */
const COMMAND_MS = 1_500;

const TEXTS = `about: { en: [About phone], es: [Información del teléfono] }
version: { en: [Android version], es: [Versión de Android] }
model: { en: [Model], es: [Modelo] }
`;

/** A script `demo` that drives Android's Settings. */
export interface SettingsScript {
  /** Lines of script.yaml besides name, title, app and flow. */
  readonly script?: string;
  readonly env?: string;
  readonly commands: string;
  /** Other files. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface CustomAttempt {
  readonly ledger: MemoryLedger;
  readonly stop: (reason: Error) => void;
  run(): Promise<DoneReceipt>;
  lookUp(): Promise<Verdict<CustomPlan>>;
}

export interface CustomWorld extends RackStage, Pick<Folders, 'write'> {
  put(script: SettingsScript): void;
  /** An attempt at the script as it is planned now. */
  attempt(config?: Readonly<Record<string, unknown>>, name?: string): CustomAttempt;
  /** The activity in front. */
  front(): string;
  /** Whether the app has a process. */
  isRunning(): Promise<boolean>;
  /** How often the screen was touched until now. */
  touches(): number;
}

/** One phone of a rack with the real devices and screen in front of custom scripts. */
export async function customWorld(t: TestContext, phone: PhoneSetup = {}): Promise<CustomWorld> {
  const { root, scripts: planned, write } = scriptFolders(t);
  let screen: Screen | null = null;
  t.after(async () => await screen?.close());
  const stage = await onRack(t, { phoneOverrides: [{ ...USED_PHONE, ...phone }] });
  const scripts = createScripts({ pace: { ...RACK_PACE, commandMs: COMMAND_MS }, customScripts: root });
  const open = async (of: Phone, signal: AbortSignal): Promise<Screen> => {
    screen ??= await openScreen(of, { signal, timeoutMs: OPEN_SCREEN_MS });
    return screen;
  };
  const attempt = (config: Readonly<Record<string, unknown>> = {}, name = 'demo'): CustomAttempt => {
    const controller = new AbortController();
    const ledger = new MemoryLedger(controller.signal);
    const entry = planned.find(name);
    if (entry?.script == null) throw new Error(entry?.error ?? 'there is no script');
    const context: AttemptContext<CustomPlan> = {
      plan: entry.script.plan(config),
      taskId: 1,
      attempt: 1,
      phone: stage.phone,
      ledger,
      signal: AbortSignal.any([controller.signal, stage.phone.gone]),
      openScreen: async (signal) => await open(stage.phone, signal),
      materialPath: () => '',
      owe: () => {},
    };
    const script = (): Script<CustomPlan> => scripts.scriptOf(name) as unknown as Script<CustomPlan>;
    return {
      ledger,
      stop: (reason) => controller.abort(reason),
      run: async () => await script().run(context),
      lookUp: async () =>
        await script().lookUp(context, {
          committedAt: ledger.committedAt ?? new Date(),
          elapsedMs: 0,
          certainAfterMs: CERTAIN_AFTER_MS,
          isLastOnPhone: true,
        }),
    };
  };
  return {
    ...stage,
    write,
    attempt,
    put: ({ script = '', env = '', commands, files = {} }) => {
      const head = `appId: ${SETTINGS}\n`;
      write('demo/script.yaml', `name: demo\ntitle: A demo\n${head}flow: main.yaml\n${script}`);
      write('demo/main.yaml', `${head}${env}---\n${commands}`);
      write('demo/texts.yaml', TEXTS);
      for (const [file, content] of Object.entries(files)) write(`demo/${file}`, content);
    },
    front: () => stage.rackPhone.front.focus()?.packageName ?? '',
    isRunning: async () => (await stage.phone.shell(['pidof', SETTINGS], limits())).exitCode === 0,
    touches: () =>
      stage.rackPhone
        .log()
        .filter(({ kind, what }) => kind === 'uia2' && /^POST \S+\/(actions|press_keycode|back)\b/.test(what)).length,
  };
}

/** A flow file of Settings. */
export function flowOf(commands: string): string {
  return `appId: ${SETTINGS}\n---\n${commands}`;
}
