import { pause } from '../../kit/abort.ts';
import { workingMs } from '../../kit/gate.ts';
import type { UiNode, UiTree } from '../../screen/screen.ts';
import type { AppDriver } from './app-driver.ts';
import type { AppScreen } from './app-screen.ts';

/** Both apps show three posts side by side. */
const COLUMNS = 3;
/** Slow enough that the grid stops where the finger does. */
const SWIPE_MS = 1_000;
/** Where on the screen a swipe begins, as a share of its height: above the bar at the bottom. */
const SWIPE_FROM = 0.8;
/** The longest swipe, as a share of the screen's height: it ends below what is pinned to the top. */
const LONGEST_SWIPE = 0.55;
const MOST_SCROLLS = 10;

interface Cells {
  readonly cells: readonly UiNode[];
  readonly tree: UiTree;
}

/** The posts of an open profile, one after the other, newest first; the caller comes back to the profile in between. */
export class ProfileGrid {
  readonly #app: AppScreen;
  readonly #driver: AppDriver;
  /** How many of the cells in view were handed out. */
  #handedOut = 0;
  #scrolls = 0;
  #isAtEnd = false;

  constructor(app: AppScreen, driver: AppDriver) {
    this.#app = app;
    this.#driver = driver;
  }

  /** Whether the profile has no more posts than were handed out. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** The post with this number of those that show without scrolling; null when there is none. */
  async at(index: number): Promise<UiNode | null> {
    return (await this.#still(index)).cells[index] ?? null;
  }

  /** @returns null after the last one, or when the rest cannot be reached. */
  async next(mayScroll: boolean): Promise<UiNode | null> {
    for (;;) {
      const { cells, tree } = await this.#still(this.#handedOut);
      const cell = cells[this.#handedOut];
      if (cell !== undefined) {
        this.#handedOut += 1;
        return cell;
      }
      // A row with a gap is the last.
      if (cells.length % COLUMNS !== 0) this.#isAtEnd = true;
      if (this.#isAtEnd || cells.length === 0 || !mayScroll || this.#scrolls >= MOST_SCROLLS) return null;
      await this.#scroll(cells, tree);
    }
  }

  /** How often the profile was scrolled. */
  get scrolls(): number {
    return this.#scrolls;
  }

  /** Brings the last row that was handed out near the place of the first, so that none is passed over. */
  async #scroll(cells: readonly UiNode[], tree: UiTree): Promise<void> {
    const { heightPx } = tree;
    const tops = [...new Set(cells.map(({ bounds }) => bounds.top))];
    const [first = 0, second = first + (cells[0] === undefined ? 0 : heightOf(cells[0]))] = tops;
    const pitchPx = second - first;
    const rows = Math.max(1, Math.min(tops.length - 1, Math.floor((heightPx * LONGEST_SWIPE) / pitchPx)));
    const distancePx = Math.min(rows * pitchPx, heightPx * LONGEST_SWIPE);
    await swipe(this.#app, tree, distancePx / tree.heightPx);
    this.#scrolls += 1;
    // A grid that came to its end moved by less: some are then handed out twice, and none is passed over.
    const readUntilPx = (tops.at(-1) ?? 0) - distancePx + pitchPx / 2;
    const unreadIn = (found: Cells): number => found.cells.findIndex(({ bounds }) => bounds.top > readUntilPx);
    let after = await this.#still(0);
    const hasMoved = placesOf(after.cells) !== placesOf(cells);
    // What comes next may have to be fetched.
    if (hasMoved && after.cells.length > 0 && unreadIn(after) === -1) after = await this.#still(after.cells.length);
    const unread = hasMoved ? unreadIn(after) : -1;
    this.#handedOut = unread === -1 ? after.cells.length : unread;
    this.#isAtEnd = unread === -1 && after.cells.length > 0;
  }

  /** The grid once it has loaded as far as asked, and stands still. */
  async #still(index: number): Promise<Cells> {
    const deadline = workingMs() + this.#app.pace.optionalMs;
    for (let before = ''; ; ) {
      const tree = await this.#app.tree();
      const cells = this.#driver.postCells(this.#app, tree);
      const places = placesOf(cells);
      if ((places === before && cells.length > index) || workingMs() >= deadline) return { cells, tree };
      before = places;
      await pause(this.#app.pace.settleMs, this.#app.signal);
    }
  }
}

/** The head of an open profile tells whose it is, and whoever looks next must find it. */
export async function scrollToTop(app: AppScreen, scrolls: number): Promise<void> {
  for (let left = scrolls; left > 0; left -= 1) await swipe(app, await app.tree(), -LONGEST_SWIPE);
}

/** @param share of the screen's height; negative moves back towards the top. */
async function swipe(app: AppScreen, { widthPx, heightPx }: UiTree, share: number): Promise<void> {
  const low = { x: widthPx / 2, y: heightPx * SWIPE_FROM };
  const high = { x: low.x, y: heightPx * (SWIPE_FROM - Math.abs(share)) };
  const path = share > 0 ? { from: low, to: high } : { from: high, to: low };
  await app.screen.swipe({ ...app.limits, ...path, durationMs: SWIPE_MS });
}

function placesOf(cells: readonly UiNode[]): string {
  return JSON.stringify(cells.map(({ bounds }) => bounds));
}

function heightOf({ bounds }: UiNode): number {
  return bounds.bottom - bounds.top;
}
