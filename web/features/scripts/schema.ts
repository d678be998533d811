/** The part of JSON Schema that forms are made of. What is beyond it is written as JSON. */
export interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly items?: FieldSchema;
}

export interface Option {
  readonly value: unknown;
  readonly label: string;
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly about: string;
  /** What there is to choose from, as a person reads it. */
  readonly options: readonly Option[];
  readonly schema: FieldSchema;
  readonly isRequired: boolean;
  readonly kind: 'choice' | 'choices' | 'yesno' | 'whole' | 'number' | 'text' | 'long' | 'lines' | 'json';
}

/** From this length on a text is written in several lines. */
const LONG_TEXT = 500;

/** Required ones first; otherwise in the order of the schema. */
export function fieldsOf(parameters: object | null): readonly Field[] {
  const { properties = {}, required = [] } = (parameters ?? {}) as ObjectSchema;
  const fields = Object.entries(properties).map(([name, schema]) => ({
    name,
    schema,
    label: schema.title ?? name,
    about: schema.description ?? '',
    options: (schema.enum ?? []).map((value) => ({ value, label: shownValue(value) })),
    isRequired: required.includes(name),
    kind: kindOf(schema),
  }));
  return fields.toSorted((one, other) => Number(other.isRequired) - Number(one.isRequired));
}

function kindOf(schema: FieldSchema): Field['kind'] {
  if (schema.enum !== undefined) return 'choice';
  switch (schema.type) {
    case 'boolean':
      return 'yesno';
    case 'integer':
      return 'whole';
    case 'number':
      return 'number';
    case 'string':
      return (schema.maxLength ?? 0) >= LONG_TEXT ? 'long' : 'text';
    case 'array':
      if (schema.items?.enum !== undefined) return 'choices';
      return schema.items?.type === 'string' ? 'lines' : 'json';
    default:
      return 'json';
  }
}

/** As a person reads it. */
export function shownValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether a default says no more than none would. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
