import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { Settings } from 'typebox/system';

import { type FieldError, invalid } from '../errors.ts';
import { nearest } from '../kit/nearest.ts';
import { shownKey, unstorableText } from './text.ts';

/** So many mistakes of one request are told at once; its sender can mend no more before sending it again. */
const MAX_ERRORS = 100;

Settings.Set({ maxErrors: MAX_ERRORS });

export interface CheckOptions {
  /** Stands before every path: `query`, `path`. Empty for the body, whose paths are those of its fields. */
  readonly prefix?: string;
  /** What the value as a whole is called: `body`. */
  readonly whole?: string;
}

export type Check<Schema extends TSchema> = (value: unknown) => Static<Schema>;

/**
 * Makes the check of one schema. It takes nothing for another type: "5" is no integer.
 * @returns a function that gives the value back, or throws INVALID_PARAMETER with every mistake and its path.
 */
export function checker<Schema extends TSchema>(schema: Schema, options: CheckOptions = {}): Check<Schema> {
  const validator = Compile(schema);
  return (value) => {
    if (!validator.Check(value)) {
      const [first, ...rest] = describe(validator.Errors(value), schema, options);
      throw invalid([first ?? { path: options.whole ?? 'body', message: 'is not valid' }, ...rest]);
    }
    const unstorable = unstorableText(value, options.prefix === undefined ? [] : [options.prefix]);
    if (unstorable !== null) throw invalid([unstorable]);
    return value as Static<Schema>;
  };
}

function describe(errors: readonly TLocalizedValidationError[], schema: TSchema, options: CheckOptions): FieldError[] {
  const told = errors.filter((error) => !isBranch(error) && error.keyword !== 'boolean');
  const described = told.flatMap((error) => describeOne(error, schema, options));
  // So many unknown keys that the error which names them all together was cut off.
  if (told.length === 0) described.push(...errors.filter(isUnknownKey).map((error) => unknownAt(error, options)));
  // A value of the wrong type also misses every limit: its first mistake says it all.
  return [...new Map(described.toReversed().map((error) => [error.path, error])).values()].toReversed();
}

/** The mistakes of each choice of a union; the union's own mistake tells of them together. */
function isBranch(error: TLocalizedValidationError): boolean {
  return /\/(?:anyOf|oneOf)\/\d+/.test(error.schemaPath);
}

function isUnknownKey(error: TLocalizedValidationError): boolean {
  return error.keyword === 'boolean' && !isBranch(error);
}

function unknownAt({ instancePath }: TLocalizedValidationError, options: CheckOptions): FieldError {
  const keys = instancePath.split('/').slice(1).map(unescapePointer).map(shownKey);
  return { path: pathOf(keys, options), message: 'is not known here', rule: 'unknown' };
}

function describeOne(error: TLocalizedValidationError, root: TSchema, options: CheckOptions): FieldError[] {
  const keys = error.instancePath.split('/').slice(1).map(unescapePointer);
  const at = (...more: string[]) => pathOf([...keys, ...more], options);
  const schema = schemaAt(root, error.schemaPath);
  if (error.keyword === 'required') {
    return error.params.requiredProperties.map((name) => ({ path: at(name), message: 'is missing', rule: 'missing' }));
  }
  if (error.keyword === 'additionalProperties') {
    const known = Object.keys(schema.properties ?? {});
    return error.params.additionalProperties.map((name) => ({
      path: at(shownKey(name)),
      message: unknownKey(name, known),
      rule: 'unknown',
    }));
  }
  return [{ path: at(), message: messageOf(error, schema), ...ruleOf(error, schema) }];
}

/** The same as the message, for programs; nothing where the schema has words of its own, which say more. */
function ruleOf(error: TLocalizedValidationError, schema: Described): Omit<FieldError, 'path' | 'message'> {
  if (schema['x-expected'] !== undefined) return {};
  switch (error.keyword) {
    case 'type':
      return { rule: 'type' };
    case 'enum':
    case 'const':
      return { rule: 'choice' };
    case 'minimum':
    case 'maximum':
      return { rule: 'number', ...limitsOf(schema) };
    case 'minLength':
      return error.params.limit === 1 ? { rule: 'empty' } : { rule: 'length', min: error.params.limit };
    case 'maxLength':
      return { rule: 'length', max: error.params.limit };
    case 'minItems':
      return { rule: 'entries', min: error.params.limit };
    case 'maxItems':
      return { rule: 'entries', max: error.params.limit };
    case 'uniqueItems':
      return { rule: 'repeated' };
    default:
      return {};
  }
}

function limitsOf(schema: Described): Pick<FieldError, 'min' | 'max'> {
  const { minimum, maximum } = schema;
  return {
    ...(minimum === undefined ? {} : { min: minimum }),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { max: maximum }),
  };
}

function messageOf(error: TLocalizedValidationError, schema: Described): string {
  const expected = schema['x-expected'];
  if (expected !== undefined) return `must be ${expected}`;
  switch (error.keyword) {
    case 'type':
      return `must be ${[error.params.type].flat().map(typeWords).join(' or ')}`;
    case 'enum':
      return `must be one of ${error.params.allowedValues.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'const':
      return `must be ${JSON.stringify(error.params.allowedValue)}`;
    case 'anyOf':
    case 'oneOf':
      return 'fits none of the choices it has';
    case 'minimum':
      return rangeMessage(schema);
    case 'maximum':
      return isOpenEnded(schema) ? `must be at most ${schema.maximum}` : rangeMessage(schema);
    case 'exclusiveMinimum':
      return `must be above ${error.params.limit}`;
    case 'exclusiveMaximum':
      return `must be below ${error.params.limit}`;
    case 'multipleOf':
      return `must be a multiple of ${error.params.multipleOf}`;
    case 'minLength':
      return error.params.limit === 1 ? 'must not be empty' : `must have at least ${error.params.limit} characters`;
    case 'pattern':
      return `must match the pattern ${error.params.pattern}`;
    case 'format':
      return `must have the format "${error.params.format}"`;
    case 'maxLength':
      return `must have at most ${error.params.limit} characters`;
    case 'minItems':
      return `must have at least ${error.params.limit} ${error.params.limit === 1 ? 'entry' : 'entries'}`;
    case 'maxItems':
      return `must have at most ${error.params.limit} entries`;
    case 'uniqueItems':
      return 'must not have the same entry twice';
    case 'minProperties':
      return `must name at least ${error.params.limit === 1 ? 'one field' : `${error.params.limit} fields`}`;
    default:
      return error.message;
  }
}

function typeWords(type: string): string {
  return TYPE_WORDS[type] ?? type;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a JSON object',
};

function rangeMessage(schema: Described): string {
  const { minimum, maximum } = schema;
  if (minimum === undefined) return `must be at most ${maximum}`;
  return isOpenEnded(schema) ? `must be at least ${minimum}` : `must be from ${minimum} to ${maximum}`;
}

/** Nobody means a limit of 2^53 − 1: it is only told to whom exceeds it. */
function isOpenEnded({ maximum }: Described): boolean {
  return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER;
}

function unknownKey(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === null ? 'is not known here' : `is not known here; did you mean "${meant}"?`;
}

function pathOf(keys: readonly string[], { prefix, whole }: CheckOptions): string {
  const path = prefix === undefined ? keys : [prefix, ...keys];
  return path.length === 0 ? (whole ?? 'body') : path.join('.');
}

/** What is read of a schema to say what it wants. */
interface Described {
  readonly properties?: object;
  readonly minimum?: number;
  readonly maximum?: number;
  /** In words, where the keywords say too little or too much: a pattern, a union. */
  readonly 'x-expected'?: string;
}

function schemaAt(root: TSchema, schemaPath: string): Described {
  let at: unknown = root;
  for (const key of schemaPath.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null) return {};
    at = Reflect.get(at, unescapePointer(key));
  }
  return typeof at === 'object' && at !== null ? at : {};
}

/** RFC 6901: ~1 is a slash, ~0 a tilde. */
function unescapePointer(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}
