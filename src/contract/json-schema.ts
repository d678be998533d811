import type { TSchema } from 'typebox';

import { type CheckOptions, checker } from './check.ts';

/** A JSON Schema as somebody else wrote it: plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Makes the check of a JSON Schema that came from outside, with the sentences of our own.
 * @throws when the schema cannot be compiled.
 */
export function jsonSchemaChecker(schema: JsonSchema, options: CheckOptions): (value: unknown) => void {
  return checker(asType(schema), options);
}

/** TypeBox's types are JSON Schema; it takes plain ones as well. */
export function asType(schema: JsonSchema): TSchema {
  return schema as unknown as TSchema;
}
