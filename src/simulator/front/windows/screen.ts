import type { View } from '../ui/view.ts';

let lastSerial = 0;

/**
 * One screen or dialog of an app: what it shows now, and what its BACK does. A screen that is opened again is a new
 * object, so elements found on the old one are stale.
 */
export abstract class Screen {
  /** Unique in the process: the window part of element ids. */
  readonly serial: number = ++lastSerial;
  abstract readonly packageName: string;
  /** The activity that hosts it, fully qualified. */
  abstract readonly className: string;
  /** The tree as it is now. Called for every request, so it must be cheap and change nothing. */
  abstract view(): View;
  /** Answers false when BACK is not this screen's to handle. */
  abstract back(): boolean;

  /** Video or animation runs: accessibility never sees it idle. */
  get neverIdle(): boolean {
    return false;
  }

  /** A window of its own above the screen beneath, which is dimmed and takes no touches. */
  get isDialog(): boolean {
    return false;
  }

  /** A tap beside the dialog. */
  tapOutside(): void {}

  /** Dark system bars. */
  get isDark(): boolean {
    return false;
  }
}
