import {
  FORMAT_RULES,
  type FormatKind,
  type FormatPlatform,
  type FormatRule,
  type MeasuredFact,
  type MeasureRule,
  type NamedFact,
  type NameRule,
} from './format-rules.ts';
import type { StoredMaterial } from './material.ts';

export type CheckedMaterial = Pick<StoredMaterial, 'kind' | 'sizeBytes' | 'facts'>;

export interface FormatVerdict {
  /** Why the app would refuse the file, in words that follow its name. */
  readonly errors: readonly string[];
  /** What the app would change about it, in words that follow its name. */
  readonly warnings: readonly string[];
}

/** Compares a file with what an app takes. What the file does not say of itself speaks neither for nor against it. */
export function checkFormat(platform: FormatPlatform, kind: FormatKind, material: CheckedMaterial): FormatVerdict {
  const rules = FORMAT_RULES[platform][kind]?.[material.kind] ?? [];
  const errors: string[] = [];
  const warnings: string[] = [];
  const refused = new Set<FormatRule['fact']>();
  for (const rule of rules) {
    if (refused.has(rule.fact)) continue;
    const broken = 'oneOf' in rule ? brokenName(rule, material) : brokenMeasure(rule, material);
    if (broken === undefined) continue;
    if (rule.effect === 'refuse') {
      errors.push(`${broken}, which ${APP_NAMES[platform]} does not take`);
      refused.add(rule.fact);
    } else {
      warnings.push(`${broken}: ${APP_NAMES[platform]} ${rule.how ?? 're-encodes it'}`);
    }
  }
  return { errors, warnings };
}

const APP_NAMES = { tiktok: 'TikTok', instagram: 'Instagram' } as const;

const NAMED_AS: Readonly<Record<NamedFact, string>> = {
  container: 'is a file of the kind',
  videoCodec: 'has video coded as',
  audioCodec: 'has audio coded as',
};

/** What is wrong, with the figure and the limit; undefined when nothing is, or nothing is known. */
function brokenName({ fact, oneOf }: NameRule, { facts }: CheckedMaterial): string | undefined {
  const name = facts[fact];
  if (name === null || oneOf.includes(name)) return undefined;
  return `${NAMED_AS[fact]} ${name} and not ${oneOf.join(', ')}`;
}

function brokenMeasure({ fact, min, max }: MeasureRule, material: CheckedMaterial): string | undefined {
  const value = measure(fact, material);
  if (value === null) return undefined;
  const is = `${MEASURED_AS[fact]} ${figure(fact, value)}`;
  if (max !== undefined && value > max) return `${is}, more than ${figure(fact, max)}`;
  if (min !== undefined && value < min) return `${is}, less than ${figure(fact, min)}`;
  return undefined;
}

function measure(fact: MeasuredFact, { sizeBytes, facts }: CheckedMaterial): number | null {
  const { widthPx, heightPx, durationMs, frameRate } = facts;
  if (fact === 'sizeBytes') return sizeBytes;
  if (fact === 'durationMs') return durationMs;
  if (fact === 'frameRate') return frameRate;
  if (fact === 'widthPx') return widthPx;
  if (widthPx === null || heightPx === null) return null;
  if (fact === 'aspect') return widthPx / heightPx;
  return fact === 'shortSidePx' ? Math.min(widthPx, heightPx) : Math.max(widthPx, heightPx);
}

const MEASURED_AS: Readonly<Record<MeasuredFact, string>> = {
  durationMs: 'lasts',
  frameRate: 'has',
  shortSidePx: 'has a shorter side of',
  longSidePx: 'has a longer side of',
  widthPx: 'has a width of',
  aspect: 'has a width of',
  sizeBytes: 'has',
};

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const MB = 1_000_000;

function figure(fact: MeasuredFact, value: number): string {
  if (fact === 'durationMs')
    return value < 2 * MINUTE_MS ? `${round(value / SECOND_MS)} s` : `${round(value / MINUTE_MS)} min`;
  if (fact === 'frameRate') return `${round(value)} frames a second`;
  if (fact === 'aspect') return `${round(value)} times the height`;
  return fact === 'sizeBytes' ? `${round(value / MB)} MB` : `${value} px`;
}

/** Two decimals at most, none where there are none. */
function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
