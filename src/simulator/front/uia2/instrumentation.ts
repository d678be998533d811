import type { Duplex } from 'node:stream';
import type { FaultBook, InstrumentationRun } from '../../ports.ts';
import { Hands } from './hands.ts';
import type { PhoneUi } from './phone-ui.ts';
import { Uia2Server } from './server.ts';

export const SERVER_PACKAGES: readonly string[] = [
  'io.appium.uiautomator2.server',
  'io.appium.uiautomator2.server.test',
];
export const SERVER_PORT = 6790;

/** From `am instrument` to an open port (facts 5.7: 1 to 4 s). */
const START_MS = 2500;
/** Even at pace `instant` the port is closed at first. */
const SHORTEST_START_MS = 20;

/** What `am instrument -w` prints when the process is killed. */
const CRASHED = 'INSTRUMENTATION_RESULT: shortMsg=Process crashed.\nINSTRUMENTATION_CODE: 0\n';
const SECOND_RUN =
  'INSTRUMENTATION_RESULT: shortMsg=java.lang.IllegalStateException\n' +
  'INSTRUMENTATION_RESULT: longMsg=java.lang.IllegalStateException: UiAutomationService ' +
  'android.accessibilityservice.IAccessibilityServiceClient$Stub$Proxy@5f0e1b3 already registered!\n' +
  'INSTRUMENTATION_CODE: 0\n';

function regularEnd(sinceMs: number): string {
  return `\nTime: ${(sinceMs / 1000).toFixed(3)}\n\nOK (1 test)\n\n`;
}

interface Run {
  readonly server: Uia2Server;
  readonly end: (output: string) => void;
  isListening: boolean;
}

/** The UiAutomator2 server's process on a phone: at most one runs. */
export class Instrumentation {
  readonly #ui: PhoneUi;
  readonly #faults: FaultBook;
  /** Outlives the runs: who comes back after somebody else has started another one is still a second. */
  readonly #hands = new Hands();
  #run: Run | null = null;

  constructor(ui: PhoneUi, faults: FaultBook) {
    this.#ui = ui;
    this.#faults = faults;
  }

  start(): InstrumentationRun {
    if (this.#run !== null) return { ended: Promise.resolve(SECOND_RUN), loseShell: () => {} };
    this.#ui.windows.seen.thaw();
    const { promise: ended, resolve } = Promise.withResolvers<string>();
    const beganAt = performance.now();
    const finish = (output: string): void => {
      if (this.#run !== run) return;
      this.#run = null;
      run.server.close();
      resolve(output);
    };
    const server = new Uia2Server({
      ui: this.#ui,
      faults: this.#faults,
      hands: this.#hands,
      stopped: () => finish(regularEnd(performance.now() - beganAt)),
      crashed: () => finish(CRASHED),
    });
    const run: Run = { server, end: finish, isListening: false };
    this.#run = run;
    void this.#listenSoon(run);
    return { ended, loseShell: () => server.loseUi() };
  }

  connect(): Duplex | null {
    return this.#run?.isListening ? this.#run.server.connect() : null;
  }

  powerDisconnected(): void {
    if (this.#run?.server.stopsWithoutPower) this.#run.server.stop();
  }

  kill(): void {
    this.#run?.end(CRASHED);
  }

  async #listenSoon(run: Run): Promise<void> {
    const { time } = this.#ui.machine;
    await Promise.all([time.wait(START_MS), time.wait(SHORTEST_START_MS, { always: true })]);
    run.isListening = true;
  }
}
