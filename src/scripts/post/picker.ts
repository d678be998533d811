import { storagePath } from '../../devices/media-store.ts';
import { PostwrightError } from '../../errors.ts';
import { pause } from '../../kit/abort.ts';
import { workingMs } from '../../kit/gate.ts';
import type { UiTree } from '../../screen/screen.ts';
import type { PhoneMedia } from './app-driver.ts';
import type { AppScreen } from './app-screen.ts';
import { type PickerCell, type PickerLook, pickerCells } from './picker-cells.ts';

export interface PickOptions extends PickerLook {
  /** The files of the task, in its order. */
  readonly media: readonly PhoneMedia[];
  /** What the picker lists. */
  readonly shows: 'video' | 'image' | 'any';
  /** From home: opens the picker, ready to select one file, or several when there are several. */
  open(): Promise<void>;
}

/** How far one swipe moves the grid: little enough that a selected cell stays on the screen. */
const SWIPE_FROM = 0.7;
const SWIPE_TO = 0.45;
const SWIPE_MS = 700;
/** Somebody takes screenshot after screenshot: that will not get better. */
const MOST_ROUNDS = 3;

/**
 * Opens an app's picker and selects the files of the task, in its order. Pickers label no file; they show the newest
 * first, so the media store says which cell is which. What comes into the store meanwhile, such as a screenshot, moves
 * them all: the store is read before the picker loads and again when all is selected, and unless nothing has changed,
 * the picker is left and opened anew. The caller taps "Next" at once.
 * @throws MEDIA_NOT_PICKED
 */
export async function pickMedia(app: AppScreen, options: PickOptions): Promise<void> {
  for (let round = 1; ; round += 1) {
    const before = await readGallery(app, options);
    await options.open();
    await select(app, options, before);
    const after = await readGallery(app, options);
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    if (round >= MOST_ROUNDS)
      throw notPicked(`Other files came into the gallery ${MOST_ROUNDS} times while the task's were picked.`);
    await app.run('return-home');
  }
}

async function readGallery(app: AppScreen, { media, shows }: PickOptions): Promise<readonly string[]> {
  const paths = media.map((file) => file.path);
  return await app.screen.phone.newestMedia({ ...app.limits, paths, kind: shows });
}

async function select(app: AppScreen, options: PickOptions, gallery: readonly string[]): Promise<void> {
  const places = options.media.map(({ path }) => gallery.indexOf(storagePath(path)));
  const selection = new Selection(app, options, places);
  for (let number = await selection.begin(); number <= places.length; number += 1) await selection.add(number);
}

/** The files that are being selected in an open picker, by their places in the grid. */
class Selection {
  readonly #app: AppScreen;
  readonly #look: PickerLook;
  readonly #places: readonly number[];

  constructor(app: AppScreen, look: PickerLook, places: readonly number[]) {
    this.#app = app;
    this.#look = look;
    this.#places = places;
  }

  /**
   * Instagram begins with the newest file selected. When several are wanted and that one is not the first of them, it is
   * taken out.
   * @returns the number of the first file still to be selected, from 1.
   */
  async begin(): Promise<number> {
    const cells = pickerCells(await this.#stillGrid(), this.#look);
    const selected = cells.flatMap((cell, place) => (cell.isSelected ? [{ cell, place }] : []));
    const [first, ...others] = selected;
    if (others.length > 0) throw notPicked('The picker begins with several files selected.');
    if (first === undefined) return 1;
    if (first.place === this.#places[0]) return 2;
    if (this.#places.length > 1) await this.#takeOut(first.cell);
    return 1;
  }

  /** Taps the file with this number and waits until the app has counted it. */
  async add(number: number): Promise<void> {
    const cell = await this.#reach(number);
    await this.#app.screen.tap(cell.handle, this.#app.limits);
    await this.#waitFor(cell, (now) => now.isSelected && (now.number === null || now.number === number));
  }

  async #takeOut(cell: PickerCell): Promise<void> {
    await this.#app.screen.tap(cell.handle, this.#app.limits);
    await this.#waitFor(cell, (now) => !now.isSelected);
  }

  /** The cell of a file, scrolled to when it is beyond the edge. */
  async #reach(number: number): Promise<PickerCell> {
    const place = this.#places[number - 1] ?? 0;
    const deadline = workingMs() + this.#app.pace.commandMs;
    for (;;) {
      const tree = await this.#stillGrid();
      const cells = pickerCells(tree, this.#look);
      const first = this.#placeOfFirst(cells, number);
      const cell = cells[place - first];
      if (cell !== undefined) return cell;
      if (number === 1) throw notPicked(`${place} newer files fill the first page of the gallery.`);
      if (workingMs() >= deadline) throw notPicked(`The picker shows no file at place ${place + 1}.`);
      await this.#scroll(tree, place < first ? 'up' : 'down');
    }
  }

  /**
   * Where in the whole grid the first cell on the screen lies: the files selected so far tell by their numbers, or, where
   * a picker shows none, the last of them.
   */
  #placeOfFirst(cells: readonly PickerCell[], number: number): number {
    if (number === 1) return 0;
    const at = cells.findLastIndex((cell) => cell.isSelected);
    const selected = this.#places.slice(0, number - 1);
    const badge = cells[at]?.number ?? null;
    const place = badge === null ? Math.max(...selected) : selected[badge - 1];
    if (at >= 0 && place !== undefined) return place - at;
    throw notPicked('The files selected so far are no longer on the screen.');
  }

  async #scroll({ widthPx, heightPx }: UiTree, to: 'up' | 'down'): Promise<void> {
    const x = widthPx / 2;
    const [from, until] = to === 'down' ? [SWIPE_FROM, SWIPE_TO] : [SWIPE_TO, SWIPE_FROM];
    const path = { from: { x, y: heightPx * from }, to: { x, y: heightPx * until } };
    await this.#app.screen.swipe({ ...this.#app.limits, ...path, durationMs: SWIPE_MS });
  }

  async #waitFor(tapped: PickerCell, holds: (now: PickerCell) => boolean): Promise<void> {
    const place = JSON.stringify(tapped.node.bounds);
    const deadline = workingMs() + this.#app.pace.commandMs;
    for (;;) {
      const cells = pickerCells(await this.#app.tree(), this.#look);
      const now = cells.find(({ node }) => JSON.stringify(node.bounds) === place);
      if (now !== undefined && holds(now)) return;
      if (workingMs() >= deadline) throw notPicked('The picker does not count a file as it was tapped.');
      await pause(this.#app.pace.pollMs, this.#app.signal);
    }
  }

  /** The grid once its cells are there and stand still. */
  async #stillGrid(): Promise<UiTree> {
    const { lookout, pace, signal } = this.#app;
    const deadline = workingMs() + pace.commandMs;
    for (let before = ''; ; ) {
      const tree = await this.#app.tree();
      const cells = pickerCells(tree, this.#look);
      if (cells.length > 0 && tree.xml === before) return tree;
      if (workingMs() >= deadline) throw notPicked('The picker shows no files.');
      if (cells.length > 0 || !(await lookout.answerDialog(tree))) await pause(pace.settleMs, signal);
      before = tree.xml;
    }
  }
}

function notPicked(message: string): PostwrightError {
  return new PostwrightError('MEDIA_NOT_PICKED', message);
}
