import { ANY_VERSION, isInRange, isWithin, rangeWords, readVersionRange, type VersionRange } from './version-range.ts';
import { flowInvalid, type Position, type YamlNode } from './yaml.ts';

/** The phone that flows are chosen for. */
export interface Choice {
  /** Of the app; null when it is not known. */
  readonly version: string | null;
  /** `en`; null when the phone does not say. */
  readonly language: string | null;
}

/** A phone of which nothing is known: only files without conditions fit it. */
export const ANY_PHONE: Choice = Object.freeze({ version: null, language: null });

/** What a file is for: what its header says under `for`. */
export interface Conditions {
  readonly at: Position;
  readonly versions: VersionRange;
  /** Null: for all languages. */
  readonly language: string | null;
}

/** Reads `for: { versions: ">=38 <40", language: es }`; without it a file is for every phone. @throws FLOW_INVALID */
export function readConditions(node: YamlNode | undefined, file: string): Conditions {
  if (node === undefined) return { at: { file, line: 1, column: 1 }, versions: ANY_VERSION, language: null };
  const fields = node.fields();
  const versions = fields.take('versions');
  const language = fields.take('language');
  fields.end();
  if (versions === undefined && language === undefined) throw node.invalid('"versions" or "language" is missing');
  return {
    at: node.at,
    versions: versions === undefined ? ANY_VERSION : readVersionRange(versions),
    language: language === undefined ? null : readLanguage(language),
  };
}

const LANGUAGE = /^[a-z]{2,3}$/;

export function readLanguage(node: YamlNode): string {
  const language = node.string();
  if (!LANGUAGE.test(language)) throw node.invalid(`"${language}" is no language: two or three small letters, like es`);
  return language;
}

export function fits({ versions, language }: Conditions, choice: Choice): boolean {
  const fitsVersion = versions === ANY_VERSION || (choice.version !== null && isInRange(choice.version, versions));
  return fitsVersion && (language === null || language === choice.language);
}

/** As a list shows it: `>=38 <40, es`; `any`. */
export function conditionWords({ versions, language }: Conditions): string {
  const words = [...(versions === ANY_VERSION ? [] : [rangeWords(versions)]), ...(language === null ? [] : [language])];
  return words.length === 0 ? 'any' : words.join(', ');
}

/** Something of which there may be several, each for other phones. */
export interface Variant {
  readonly conditions: Conditions;
  readonly source: 'shipped' | 'operator';
}

/** The variants that fit a phone, the most specific first; of those that are for the same phones, the operator's first. */
export function inOrder<V extends Variant>(variants: readonly V[], choice: Choice): readonly V[] {
  const left = variants.filter((variant) => fits(variant.conditions, choice));
  const ordered: V[] = [];
  while (left.length > 0) {
    const next = left.findIndex((variant) => !left.some((other) => isBefore(other, variant)));
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}

/**
 * The variant for a phone: the one whose conditions are narrower than those of all others that fit.
 * @throws FLOW_INVALID when two fit equally.
 */
export function choose<V extends Variant>(variants: readonly V[], choice: Choice): V | undefined {
  const [best, ...others] = inOrder(variants, choice);
  if (best === undefined) return undefined;
  const rival = others.find((other) => !isBefore(best, other));
  if (rival !== undefined) throw tie(best, rival, choice);
  return best;
}

export function isBefore(a: Variant, b: Variant): boolean {
  if (!isNarrower(a.conditions, b.conditions)) return false;
  if (!isNarrower(b.conditions, a.conditions)) return true;
  return a.source === 'operator' && b.source === 'shipped';
}

/** Both orders say no: neither goes before the other. */
export function tie(a: Variant, b: Variant, choice: Choice): Error {
  const { at } = b.conditions;
  const phone = [choice.version ?? 'no version', choice.language ?? 'no language'].join(', ');
  return flowInvalid(
    at,
    `for ${phone} it fits as well as ${a.conditions.at.file} does: narrow one of them, or add a variant for both`,
  );
}

function isNarrower(a: Conditions, b: Conditions): boolean {
  return isWithin(a.versions, b.versions) && (b.language === null || b.language === a.language);
}
