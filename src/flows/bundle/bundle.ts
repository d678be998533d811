import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PostwrightError } from '../../errors.ts';

/** Of the layout below; a reader refuses another. */
const FORMAT = 1;
const INDEX_FILE = 'bundle.json';

/** What a flow did to the phone. Points are pixels. */
export type Act =
  | { readonly kind: 'tap' | 'long press'; readonly x: number; readonly y: number }
  | { readonly kind: 'swipe'; readonly from: Point; readonly to: Point }
  | { readonly kind: 'text'; readonly x: number; readonly y: number; readonly text: string }
  | { readonly kind: 'key'; readonly code: number }
  | { readonly kind: 'back' | 'hide keyboard' }
  | { readonly kind: 'stop app' | 'start activity'; readonly what: string };

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A look at the screen. */
export interface Look {
  readonly kind: 'look';
  /** Index of the step it was taken in. */
  readonly step: number;
  /** `03-tapOn`: of its files, without their ending. */
  readonly name: string;
  readonly xml: string;
  readonly png: Uint8Array | null;
}

export type Moment = Look | { readonly kind: 'act'; readonly step: number; readonly act: Act };

export interface RecordedStep {
  readonly file: string;
  readonly line: number;
  readonly command: string;
  readonly label: string | null;
  readonly depth: number;
  readonly durationMs: number;
  readonly outcome: 'done' | 'left out' | 'failed';
}

/** A flow as it was played on a phone: what was seen and what was done, in order. */
export interface Bundle {
  /** The folder of the flows. */
  readonly app: string;
  readonly flow: string;
  readonly packageName: string;
  readonly version: string;
  readonly language: string | null;
  readonly variables: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly recordedAt: string;
  readonly isRedacted: boolean;
  /** Why the flow ended early; null when it was done. */
  readonly error: { readonly name: string; readonly message: string } | null;
  readonly steps: readonly RecordedStep[];
  readonly moments: readonly Moment[];
}

/** Writes the index and, per look, the tree and the screenshot. */
export async function writeBundle(folder: string, bundle: Bundle): Promise<void> {
  await mkdir(folder, { recursive: true });
  const moments = bundle.moments.map((moment) => {
    if (moment.kind === 'act') return moment;
    const { name, step, png } = moment;
    return { kind: 'look', step, tree: `${name}.xml`, screenshot: png === null ? null : `${name}.png` };
  });
  for (const moment of bundle.moments) {
    if (moment.kind === 'act') continue;
    await writeFile(join(folder, `${moment.name}.xml`), moment.xml);
    if (moment.png !== null) await writeFile(join(folder, `${moment.name}.png`), moment.png);
  }
  const index = { format: FORMAT, ...bundle, moments };
  await writeFile(join(folder, INDEX_FILE), `${JSON.stringify(index, null, 2)}\n`);
}

interface StoredLook {
  readonly kind: 'look';
  readonly step: number;
  readonly tree: string;
  readonly screenshot: string | null;
}

type Stored = Omit<Bundle, 'moments'> & {
  readonly format: number;
  readonly moments: readonly (StoredLook | Extract<Moment, { kind: 'act' }>)[];
};

/** @throws FLOW_INVALID when it is no bundle, or not a whole one. */
export async function readBundle(folder: string): Promise<Bundle> {
  try {
    const { format, ...index } = JSON.parse(await readFile(join(folder, INDEX_FILE), 'utf8')) as Stored;
    if (format !== FORMAT) throw new Error(`its format is ${format}; this version reads ${FORMAT}`);
    const moments: Moment[] = [];
    for (const moment of index.moments) moments.push(moment.kind === 'look' ? await readLook(folder, moment) : moment);
    return { ...index, moments };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PostwrightError('FLOW_INVALID', `${folder} is no whole bundle of "flow record": ${reason}`, {
      cause: error,
    });
  }
}

async function readLook(folder: string, { step, tree, screenshot }: StoredLook): Promise<Look> {
  const inFolder = (name: string): string => {
    if (/[\\/]/.test(name)) throw new Error(`"${name}" lies outside of it`);
    return join(folder, name);
  };
  return {
    kind: 'look',
    step,
    name: tree.replace(/\.xml$/, ''),
    xml: await readFile(inFolder(tree), 'utf8'),
    png: screenshot === null ? null : await readFile(inFolder(screenshot)),
  };
}
