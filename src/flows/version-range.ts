import { compareVersions } from '../kit/compare-versions.ts';
import type { YamlNode } from './yaml.ts';

/** Versions of an app, from one (included) up to another (not included); null where there is no end. */
export interface VersionRange {
  readonly from: string | null;
  readonly below: string | null;
}

export const ANY_VERSION: VersionRange = Object.freeze({ from: null, below: null });

const PART = /^(>=|<)(\d+(?:\.\d+)*)$/;

/** Reads `>=38`, `<40` or `>=38 <40`. @throws FLOW_INVALID */
export function readVersionRange(node: YamlNode): VersionRange {
  const source = node.string();
  const ends = new Map<string, string>();
  for (const word of source.trim().split(/\s+/)) {
    const [, sign, version] = PART.exec(word) ?? [];
    // "<=39" would leave 39.1 out, which nobody means.
    if (sign === undefined || version === undefined || ends.has(sign))
      throw node.invalid(`"${source}" is no range of versions: write ">=38", "<40" or ">=38 <40"`);
    ends.set(sign, version);
  }
  const range = { from: ends.get('>=') ?? null, below: ends.get('<') ?? null };
  if (isEmpty(range)) throw node.invalid(`no version is ${source}`);
  return range;
}

export function isInRange(version: string, { from, below }: VersionRange): boolean {
  return (
    (from === null || compareVersions(version, from) >= 0) && (below === null || compareVersions(version, below) < 0)
  );
}

/** Whether every version of `inner` is one of `outer`. */
export function isWithin(inner: VersionRange, outer: VersionRange): boolean {
  const startsWithin = outer.from === null || (inner.from !== null && compareVersions(inner.from, outer.from) >= 0);
  const endsWithin = outer.below === null || (inner.below !== null && compareVersions(inner.below, outer.below) <= 0);
  return startsWithin && endsWithin;
}

/** `>=38 <40`, as it is written; `any` without ends. */
export function rangeWords({ from, below }: VersionRange): string {
  const words = [from === null ? '' : `>=${from}`, below === null ? '' : `<${below}`].filter((word) => word !== '');
  return words.length === 0 ? 'any' : words.join(' ');
}

/** For sentences: `38 or newer`, `38 up to, not including, 40`. */
export function rangeSentence({ from, below }: VersionRange): string {
  if (from === null && below === null) return 'any version';
  if (below === null) return `version ${from} or newer`;
  return from === null ? `versions before ${below}` : `versions from ${from} to before ${below}`;
}

function isEmpty({ from, below }: VersionRange): boolean {
  return from !== null && below !== null && compareVersions(from, below) >= 0;
}
