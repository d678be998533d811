import { suggestion, type YamlNode } from '../../flows/yaml.ts';

/**
 * What a parameter may be described with: the assertions and annotations of JSON Schema 2020-12, in place. References
 * are left out, so that a schema says where it stands all that it says, and is of no other size than it looks.
 * https://json-schema.org/draft/2020-12/json-schema-validation
 */
type Reader = (node: YamlNode) => void;

const TYPES = ['string', 'integer', 'number', 'boolean', 'null', 'array', 'object'] as const;

/** Those that the validator checks; JSON Schema lets others pass unseen. */
const FORMATS = [
  'date',
  'date-time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'regex',
  'time',
  'uri',
  'url',
  'uuid',
] as const;

/** Longer lists and limits are beyond any request. */
const LARGEST = Number.MAX_SAFE_INTEGER;

const any: Reader = (node) => void node.json();
const text: Reader = (node) => void node.string();
const flag: Reader = (node) => void node.boolean();
const number: Reader = (node) => void node.number();
const count: Reader = (node) => void node.integer({ min: 0, max: LARGEST });
const texts: Reader = (node) => node.list().forEach(text);
const schemas: Reader = (node) => readFilled(node).forEach(readSchema);
const each =
  (reader: Reader): Reader =>
  (node) => {
    for (const { value } of node.entries()) reader(value);
  };
const named: Reader = each(readSchema);

const KEYWORDS: Readonly<Record<string, Reader>> = {
  type: (node) => {
    for (const type of node.isList ? readFilled(node) : [node]) type.oneOf(TYPES);
  },
  enum: (node) => readFilled(node).forEach(any),
  const: any,
  // Annotations
  title: text,
  description: text,
  $comment: text,
  default: any,
  examples: (node) => node.list().forEach(any),
  deprecated: flag,
  readOnly: flag,
  writeOnly: flag,
  // Numbers
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: (node) => {
    number(node);
    if (node.number() <= 0) throw node.invalid('a number above 0 is needed here');
  },
  // Strings
  minLength: count,
  maxLength: count,
  pattern: readPattern,
  format: (node) => void node.oneOf(FORMATS),
  // Lists
  minItems: count,
  maxItems: count,
  uniqueItems: flag,
  minContains: count,
  maxContains: count,
  items: readSchema,
  contains: readSchema,
  prefixItems: schemas,
  // Objects
  minProperties: count,
  maxProperties: count,
  required: texts,
  properties: named,
  patternProperties: (node) => {
    for (const { key } of node.entries()) readPattern(key);
    named(node);
  },
  additionalProperties: readSchema,
  propertyNames: readSchema,
  dependentRequired: each(texts),
  dependentSchemas: named,
  // Choices
  anyOf: schemas,
  oneOf: schemas,
  allOf: schemas,
  not: readSchema,
  if: readSchema,
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: readSchema,
  else: readSchema,
};

const REFERENCES = new Set(['$ref', '$dynamicRef', '$defs', 'definitions', '$id', '$anchor', '$dynamicAnchor']);
/** Words of the reader's own, such as the `x-expected` of our messages. */
const EXTENSION = /^x-/;

/** Checks that a node is a JSON Schema. @throws FLOW_INVALID at the keyword that is none, or has no such value. */
export function readSchema(node: YamlNode): void {
  // true lets everything pass, false nothing.
  if (!node.isMap && !node.isEmpty) {
    flag(node);
    return;
  }
  for (const { key, value } of node.entries()) {
    const keyword = key.name();
    if (REFERENCES.has(keyword)) throw key.invalid(`${keyword} is not followed: write the schema out where it is used`);
    const reader = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    if (reader !== undefined) reader(value);
    else if (EXTENSION.test(keyword)) text(value);
    else throw key.invalid(`JSON Schema has no keyword "${keyword}" here${suggestion(keyword, Object.keys(KEYWORDS))}`);
  }
}

function readFilled(node: YamlNode): readonly YamlNode[] {
  const items = node.list();
  if (items.length === 0) throw node.invalid('the list is empty');
  return items;
}

function readPattern(node: YamlNode): void {
  const source = node.string();
  try {
    new RegExp(source, 'u');
  } catch (error) {
    throw node.invalid(`"${source}" is no regular expression: ${error instanceof Error ? error.message : error}`);
  }
}
