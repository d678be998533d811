import fc from 'fast-check';

/** A JSON Schema as the contract writes them, as far as requests are described by it. */
export interface Schema {
  readonly title?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
}

/** Values that mean something to the server under test, by the name of the field that takes them, or the title of a body. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

/** Longer texts and lists are made by mutation; most of these must be sent often. */
const USUAL_UNITS = 40;
const USUAL_ITEMS = 3;

/** Values that a schema allows, known ones more often than others. */
export function arbitraryOf(schema: Schema, known: Known, field = ''): fc.Arbitrary<unknown> {
  const any = anyOf(schema, known, field);
  const fitting = known[field] ?? [];
  return fitting.length === 0 ? any : fc.oneof({ arbitrary: fc.constantFrom(...fitting), weight: 4 }, any);
}

function anyOf(schema: Schema, known: Known, field: string): fc.Arbitrary<unknown> {
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((branch) => arbitraryOf(branch, known, field)));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, known);
    case 'array': {
      const { minItems = 0, maxItems = USUAL_ITEMS } = schema;
      const lengths = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, USUAL_ITEMS)) };
      return fc.array(arbitraryOf(schema.items ?? {}, known, field), lengths);
    }
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -(2 ** 31), max: Math.min(schema.maximum ?? 2 ** 31, 2 ** 53 - 1) });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue();
  }
}

function objectOf({ properties = {}, required = [], minProperties = 0 }: Schema, known: Known): fc.Arbitrary<object> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, arbitraryOf(schema, known, name)]),
  );
  const made = fc.record(fields, { requiredKeys: [...required] });
  return minProperties === 0 ? made : made.filter((value) => Object.keys(value).length >= minProperties);
}

function textOf({ pattern, format, minLength = 0, maxLength = USUAL_UNITS }: Schema): fc.Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  const longest = Math.max(minLength, Math.min(maxLength, USUAL_UNITS));
  const lengths = { minLength, maxLength: longest };
  return fc
    .oneof(fc.string(lengths), fc.string({ ...lengths, unit: 'grapheme' }))
    .map((text) => text.slice(0, longest));
}
