import type { ReactNode } from 'react';
import { ApiFailure, type FieldError } from '../../lib/ask.ts';

/** The fields of the page, in its order. */
export const FIELDS = ['app', 'kind', 'media', 'captions', 'targets', 'at', 'stagger', 'gap'] as const;
export type FieldName = (typeof FIELDS)[number];

/** Those of `script_config`. */
export const CONFIG_OPTIONS = [
  'post_way',
  'sound_name',
  'add_sound',
  'custom_sound_keyword',
  'sound_wait_time',
  'origin_sound_volume',
  'add_sound_volume',
  'add_product_link',
  'upload_wait_time',
  'reuse_materials',
] as const;

export const OPTION_FIELDS = [...CONFIG_OPTIONS, 'max_retries', 'priority'] as const;
export type OptionName = (typeof OPTION_FIELDS)[number];

type Fields<Value> = Partial<Readonly<Record<FieldName | OptionName, Value>>>;

/** What the server refused: of the fields of the page, of no field of it, and as a whole. */
export interface Refused {
  readonly fields: Fields<readonly FieldError[]>;
  readonly rest: readonly FieldError[];
  /** Null where the fields say it. */
  readonly failure: unknown;
}

export const NONE_REFUSED: Refused = Object.freeze({ fields: {}, rest: [], failure: null });

/** The same in words. */
export interface Refusal {
  readonly fields: Fields<ReactNode>;
  readonly rest: readonly (readonly [key: string, words: ReactNode])[];
}

const BY_KEY: Readonly<Record<string, FieldName>> = {
  target_app: 'app',
  content_type: 'kind',
  placement: 'kind',
  material_list: 'media',
  material_source: 'media',
  materials_tags: 'media',
  image_count: 'media',
  captions: 'captions',
  serials: 'targets',
  usernames: 'targets',
  enable_multi_account: 'targets',
  start_at: 'at',
  start_time: 'at',
  stagger: 'stagger',
  min_interval: 'gap',
  max_interval: 'gap',
};

/** `script_config.material_list.0` is said of the field of the media. */
function fieldOf(path: string): FieldName | OptionName | null {
  const [key = ''] = path.replace(/^script_config\./, '').split('.');
  if (Object.hasOwn(BY_KEY, key)) return BY_KEY[key] ?? null;
  return OPTION_FIELDS.find((name) => name === key) ?? null;
}

const NOT_FOUND = 40401;

export function refusedBy(failure: unknown): Refused {
  if (!(failure instanceof ApiFailure)) return { ...NONE_REFUSED, failure };
  const { code, message, errors } = failure;
  // Only phones and accounts can be unknown.
  if (code === NOT_FOUND) return { ...NONE_REFUSED, fields: { targets: [{ path: 'serials', message }] } };
  if (errors.length === 0) return { ...NONE_REFUSED, failure };
  const fields: Partial<Record<FieldName | OptionName, FieldError[]>> = {};
  const rest: FieldError[] = [];
  for (const error of errors) {
    const field = fieldOf(error.path);
    if (field === null) rest.push(error);
    else fields[field] = [...(fields[field] ?? []), error];
  }
  return { fields, rest, failure: null };
}

export function idOf(field: FieldName | OptionName): string {
  return `post-${field}`;
}

const INPUTS = 'input, textarea, button, select';

export function focusField(field: FieldName | OptionName): void {
  const place = document.getElementById(idOf(field));
  const input = place?.matches(INPUTS) === true ? place : place?.querySelector<HTMLElement>(INPUTS);
  input?.focus();
}

/** Brings whoever writes to the first field that needs another look. */
export function focusFirst({ fields }: Refused): void {
  const first = [...FIELDS, ...OPTION_FIELDS].find((field) => fields[field] !== undefined);
  if (first !== undefined) focusField(first);
}
