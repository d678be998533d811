import type { Bounds, UiNode } from '../../screen/screen.ts';
import { parseTree } from '../../screen/tree.ts';
import { walk } from '../cover.ts';
import type { Act, Bundle, Look, Moment } from './bundle.ts';

export interface RedactOptions {
  /** Texts to take out besides the values of the flow's variables, what was typed, and every @handle. */
  readonly texts: readonly string[];
  /** Paints over these places of a PNG. */
  blank(png: Uint8Array, places: readonly Bounds[]): Promise<Uint8Array>;
}

/**
 * A bundle without the texts of the post and the names of accounts: each is replaced by the same stand-in wherever it
 * stands, so that the flow finds its way all the same, and painted over in the screenshots. What only a picture shows,
 * such as a face or a video, stays.
 */
export async function redactBundle(bundle: Bundle, { texts, blank }: RedactOptions): Promise<Bundle> {
  const looks = bundle.moments.filter((moment): moment is Look => moment.kind === 'look');
  const typed = bundle.moments.flatMap((moment) =>
    moment.kind === 'act' && moment.act.kind === 'text' ? [moment.act.text] : [],
  );
  const known = [...Object.values(bundle.variables), ...typed, ...texts];
  const redaction = new Redaction(known, [...looks.map(({ xml }) => decoded(xml)), ...known]);
  const moments: Moment[] = [];
  for (const moment of bundle.moments) {
    if (moment.kind === 'act') moments.push({ ...moment, act: redactAct(moment.act, redaction) });
    else moments.push(await redactLook(moment, redaction, blank));
  }
  const { error } = bundle;
  const steps = bundle.steps.map((step) => ({ ...step, file: withoutPlace(step.file) }));
  return {
    ...bundle,
    steps,
    isRedacted: true,
    variables: Object.fromEntries(
      Object.entries(bundle.variables).map(([name, value]) => [name, redaction.text(value)]),
    ),
    error: error === null ? null : { ...error, message: redaction.text(withoutPlace(error.message)) },
    moments,
  };
}

/** `/home/ana/data/flows/tiktok/start.yaml` → `tiktok/start.yaml`: where files are on a machine names its owner. */
function withoutPlace(text: string): string {
  return text.replaceAll(/(?:[A-Za-z]:)?(?:[\\/][^\\/\s:"]+)+[\\/]([^\\/\s:"]+)[\\/]([^\\/\s:"]+\.yaml)/g, '$1/$2');
}

function redactAct(act: Act, redaction: Redaction): Act {
  if (act.kind === 'text') return { ...act, text: redaction.text(act.text) };
  // A link may name an account.
  return act.kind === 'start activity' ? { ...act, what: redaction.text(act.what) } : act;
}

async function redactLook(look: Look, redaction: Redaction, blank: RedactOptions['blank']): Promise<Look> {
  const places: Bounds[] = [];
  walk(parseTree(look.xml).root, (node) => {
    if (redaction.changes(node.text) || redaction.changes(node.description)) places.push(placeOf(node));
  });
  const xml = redactXml(look.xml, redaction);
  if (look.png === null || places.length === 0) return { ...look, xml };
  return { ...look, xml, png: await blank(look.png, places) };
}

/** Text is drawn up to the edge of its view, and may have moved a little since the tree was read. */
const MARGIN_PX = 6;

function placeOf({ bounds: { left, top, right, bottom } }: UiNode): Bounds {
  return { left: left - MARGIN_PX, top: top - MARGIN_PX, right: right + MARGIN_PX, bottom: bottom + MARGIN_PX };
}

/** Attributes that are of the app, not of a person. */
const TECHNICAL = new Set(['class', 'package', 'resource-id', 'bounds', 'index']);

function redactXml(xml: string, redaction: Redaction): string {
  return xml.replaceAll(/([\w-]+)="([^"]*)"/g, (whole, name: string, value: string) => {
    if (TECHNICAL.has(name)) return whole;
    const text = decoded(value);
    return redaction.changes(text) ? `${name}="${encoded(redaction.text(text))}"` : whole;
  });
}

const HANDLE = /@[A-Za-z0-9_](?:[\w.]*\w)?/g;
/** Shorter texts are parts of too many words; a whole text that short is replaced all the same. */
const SHORTEST_PART = 3;
/** So much of the beginning of a text is the text: "My first … more". */
const SHORTEST_BEGINNING = 10;

/** What stands for what. */
class Redaction {
  /** Longest first, so that no text is cut by one that it contains. */
  readonly #pairs: readonly (readonly [text: string, standIn: string])[];

  constructor(texts: readonly string[], everywhere: readonly string[]) {
    const handles = everywhere.flatMap((text) => [...text.matchAll(HANDLE)].map(([handle]) => handle.slice(1)));
    const names = new Set(handles.map((handle) => handle.toLowerCase()));
    const plain = new Set(texts.map((text) => text.trim()).filter((text) => text !== ''));
    const pieces = [...plain].flatMap((text) => [text, flat(text), ...text.split('\n').map((line) => line.trim())]);
    const isName = (text: string): boolean => names.has(text.toLowerCase().replace(/^@/, ''));
    const longTexts = [...new Set(pieces)].filter((text) => text !== '' && !isName(text));
    this.#pairs = [
      ...longTexts.map((text, number) => [text, `Redacted ${number + 1}`] as const),
      ...[...names].map((name, number) => [name, `redacted${number + 1}`] as const),
    ].sort(([a], [b]) => b.length - a.length);
  }

  changes(text: string): boolean {
    return this.text(text) !== text;
  }

  text(text: string): string {
    const whole = this.#pairs.find(([own]) => own === flat(text) || own === text.trim());
    if (whole !== undefined) return whole[1];
    return this.#pairs.reduce(
      (rest, [own, standIn]) => replaceBeginning(replacePart(rest, own, standIn), own, standIn),
      text,
    );
  }
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Whole words only: an account called "ann" is not in "Cannot". */
function replacePart(text: string, own: string, standIn: string): string {
  if (own.length < SHORTEST_PART) return text;
  const pattern = own.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}_])${pattern}(?![\\p{L}\\p{N}_])`, 'giu'), standIn);
}

function replaceBeginning(text: string, own: string, standIn: string): string {
  if (own.length <= SHORTEST_BEGINNING) return text;
  const start = text.toLowerCase().indexOf(own.slice(0, SHORTEST_BEGINNING).toLowerCase());
  if (start === -1) return text;
  let length = SHORTEST_BEGINNING;
  while (length < own.length && text[start + length]?.toLowerCase() === own[length]?.toLowerCase()) length += 1;
  return `${text.slice(0, start)}${standIn}${text.slice(start + length)}`;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      return ENTITIES[name ?? ''] ?? whole;
    },
  );
}

function encoded(text: string): string {
  return text.replaceAll(/[&<>"\n]/g, (sign) => `&#${sign.codePointAt(0)};`);
}
