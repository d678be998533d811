export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = Readonly<Record<string, Json>>;

/**
 * Collects schemas by their titles, so that the document names each once and points to it wherever it stands.
 * TypeBox keeps its own marks non-enumerable; a trip through JSON leaves plain JSON Schema 2020-12.
 */
export class SchemaCollector {
  readonly #byTitle = new Map<string, Json>();

  /** @returns the schema, with every titled part replaced by a `$ref`. */
  use(schema: object): Json {
    return this.#lift(JSON.parse(JSON.stringify(schema)) as Json);
  }

  /** All titled schemas used so far, by title. */
  get schemas(): JsonObject {
    return Object.fromEntries([...this.#byTitle].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  #lift(node: Json): Json {
    if (Array.isArray(node)) return node.map((inner) => this.#lift(inner));
    if (!isObject(node)) return node;
    const { title } = node;
    if (typeof title !== 'string') return this.#liftParts(node);
    const { title: _, ...untitled } = node;
    const lifted = this.#liftParts(untitled);
    const known = this.#byTitle.get(title);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(lifted)) {
      throw new Error(`Two different schemas are titled ${title}.`);
    }
    this.#byTitle.set(title, lifted);
    return { $ref: `#/components/schemas/${title}` };
  }

  /** Under `properties` stand names, not keywords: a property may be called title. */
  #liftParts(node: JsonObject): Json {
    const entries = Object.entries(node).map(([key, value]): [string, Json] => {
      if (key === 'examples' || key === 'default' || key === 'enum' || key === 'const') return [key, value];
      if (key !== 'properties' || !isObject(value)) return [key, this.#lift(value)];
      return [key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.#lift(inner)]))];
    });
    return Object.fromEntries(entries);
  }
}

function isObject(node: Json): node is JsonObject {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
