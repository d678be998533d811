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
const MOST_SCROLLS = 12;
/** A swipe of whole rows would leave the grid looking as before, and so as if it had come to its end. */
const PART_OF_ROW = 0.5;
/** A swipe of less than a row tells for certain by how much the grid has moved. */
const LESS_THAN_ROW = 0.8;
/** As a share of a row, how far a grid may go beyond the finger, or seem to. */
const SLACK_ROW = 0.1;

/**
 * How a grid is scrolled to posts that are not in view: by as many rows as can be, where it does no harm that some at its
 * end are handed out twice; by less than a row, so that each is handed out once.
 */
export type Scrolling = 'no' | 'far' | 'rowByRow';

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

  /** @returns null after the last one, or when the rest cannot be reached. */
  async next(scrolling: Scrolling): Promise<UiNode | null> {
    for (;;) {
      const { cells, tree } = await this.#still(this.#handedOut);
      const cell = cells[this.#handedOut];
      if (cell !== undefined) {
        this.#handedOut += 1;
        return cell;
      }
      // A row with a gap is the last.
      if (cells.length % COLUMNS !== 0) this.#isAtEnd = true;
      if (this.#isAtEnd || cells.length === 0 || scrolling === 'no' || this.#scrolls >= MOST_SCROLLS) return null;
      await this.#scroll({ cells, tree }, scrolling);
    }
  }

  /** How often the profile was scrolled. */
  get scrolls(): number {
    return this.#scrolls;
  }

  /** Brings the last row that was handed out nearer to the place of the first, so that none is passed over. */
  async #scroll(before: Cells, scrolling: Exclude<Scrolling, 'no'>): Promise<void> {
    const { heightPx } = before.tree;
    const tops = topsOf(before.cells);
    const pitchPx = pitchOf(before.cells);
    const farthest = Math.max(1, Math.min(tops.length - 1, Math.floor((heightPx * LONGEST_SWIPE) / pitchPx)));
    const rows = scrolling === 'far' ? farthest - PART_OF_ROW : LESS_THAN_ROW;
    const distancePx = Math.min(rows * pitchPx, heightPx * LONGEST_SWIPE);
    await swipe(this.#app, before.tree, distancePx / heightPx);
    this.#scrolls += 1;
    let after = await this.#still(0);
    const hasMoved = placesOf(after.cells) !== placesOf(before.cells);
    const lastTopPx = tops.at(-1) ?? 0;
    const unreadIn = ({ cells }: Cells): number => {
      const readUntilPx =
        lastTopPx - movedPx(lastTopPx, topsOf(cells).at(-1) ?? 0, { pitchPx, distancePx }) + pitchPx / 2;
      return cells.findIndex(({ bounds }) => bounds.top > readUntilPx);
    };
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

function topsOf(cells: readonly UiNode[]): readonly number[] {
  return [...new Set(cells.map(({ bounds }) => bounds.top))];
}

/** From row to row. The first row may be hidden in part. */
function pitchOf(cells: readonly UiNode[]): number {
  const [last = 0, before] = topsOf(cells).toReversed();
  return before === undefined ? Math.max(...cells.map(heightOf)) : last - before;
}

/**
 * By how much a grid has moved, as its rows tell that look alike: the most it can be after a swipe of this length, since
 * one that came to its end moved by less.
 */
function movedPx(
  beforePx: number,
  afterPx: number,
  { pitchPx, distancePx }: { readonly pitchPx: number; readonly distancePx: number },
): number {
  const shiftPx = (((beforePx - afterPx) % pitchPx) + pitchPx) % pitchPx;
  const wholeRows = Math.floor((distancePx + SLACK_ROW * pitchPx - shiftPx) / pitchPx);
  return Math.max(0, shiftPx + wholeRows * pitchPx);
}

function placesOf(cells: readonly UiNode[]): string {
  return JSON.stringify(cells.map(({ bounds }) => bounds));
}

function heightOf({ bounds }: UiNode): number {
  return bounds.bottom - bounds.top;
}
