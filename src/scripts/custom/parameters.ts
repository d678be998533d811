import { type JsonSchema, jsonSchemaChecker } from '../../contract/json-schema.ts';
import { PostwrightError } from '../../errors.ts';
import type { Flow } from '../../flows/command.ts';
import { readVariableName } from '../../flows/template.ts';
import type { Json, YamlNode } from '../../flows/yaml.ts';
import { readSchema } from './json-schema.ts';

export interface Parameters {
  /** The JSON Schema of `script_config`: of an object, without other keys unless it says so. */
  readonly schema: JsonSchema;
  /** @throws INVALID_PARAMETER with every mistake and its path. */
  readonly check: (values: unknown) => void;
  readonly defaults: Readonly<Record<string, Json>>;
  readonly names: readonly Parameter[];
}

interface Parameter {
  readonly name: string;
  /** Where it is declared. */
  readonly node: YamlNode;
  /** Whether every task has it: it is required, or has a default. */
  readonly isSure: boolean;
}

/** More than a person fills in. */
const MOST_PARAMETERS = 100;

/** Reads `parameters` of script.yaml. @throws FLOW_INVALID */
export function readParameters(node: YamlNode | undefined): Parameters {
  const { declared, required } = node === undefined ? { declared: [], required: [] } : readOuter(node);
  const own = node === undefined ? {} : (node.json() as JsonSchema);
  const schema = { type: 'object', properties: {}, additionalProperties: false, ...own };
  const defaults = new Map(
    declared.flatMap(({ key, value }): [string, Json][] => {
      const given = value.isMap ? value.entries().find((entry) => entry.key.name() === 'default') : undefined;
      if (given === undefined) return [];
      checkDefault(value, given.value);
      return [[key.string(), given.value.json()]];
    }),
  );
  const names = declared.map(({ key }): Parameter => {
    const name = key.string();
    return { name, node: key, isSure: required.includes(name) || defaults.has(name) };
  });
  return {
    schema,
    check: compile(schema, { prefix: 'script_config', node }),
    defaults: Object.fromEntries(defaults),
    names,
  };
}

function readOuter(node: YamlNode) {
  readSchema(node);
  const fields = node.fields();
  const type = fields.take('type');
  if (type !== undefined && (type.isList || type.string() !== 'object'))
    throw type.invalid('parameters are an object: its properties are what a request gives');
  const declared = fields.take('properties')?.entries() ?? [];
  if (declared.length > MOST_PARAMETERS) throw node.invalid(`more than ${MOST_PARAMETERS} parameters`);
  for (const { key } of declared) readVariableName(key);
  const known = declared.map(({ key }) => key.string());
  const required = fields.take('required')?.list() ?? [];
  for (const name of required)
    if (!known.includes(name.string())) throw name.invalid(`"${name.string()}" is none of the properties`);
  return { declared, required: required.map((name) => name.string()) };
}

function checkDefault(schema: YamlNode, value: YamlNode): void {
  const check = compile(schema.json() as JsonSchema, { prefix: 'default', node: schema });
  try {
    check(value.json());
  } catch (error) {
    throw value.invalid(`the default does not fit: ${error instanceof Error ? error.message : error}`);
  }
}

interface CompileOptions {
  readonly prefix: string;
  /** Where the schema stands, if anywhere. */
  readonly node: YamlNode | undefined;
}

function compile(schema: JsonSchema, { prefix, node }: CompileOptions): (values: unknown) => void {
  try {
    return jsonSchemaChecker(schema, { prefix });
  } catch (error) {
    if (node === undefined) throw error;
    throw node.invalid(`the schema cannot be used: ${error instanceof Error ? error.message : error}`);
  }
}

/** Every variable that a flow needs is a parameter that every task has. @throws FLOW_INVALID */
export function checkGiven(flow: Flow, { names }: Parameters, flowNode: YamlNode): void {
  for (const [variable, value] of flow.env) {
    const parameter = names.find(({ name }) => name === variable);
    if (value !== null || parameter?.isSure === true) continue;
    const needs = `${flow.file} needs a value for "${variable}"`;
    if (parameter === undefined) throw flowNode.invalid(`${needs}, which is no parameter of the script`);
    throw parameter.node.invalid(`${needs}: make it required, give it a default, or give it a value in the flow's env`);
  }
}

/** A parameter that no flow declares would change nothing. @throws FLOW_INVALID */
export function checkUsed({ names }: Parameters, flows: readonly Flow[]): void {
  for (const { name, node } of names)
    if (!flows.some((flow) => flow.env.has(name)))
      throw node.invalid(
        `${flows.map(({ file }) => file).join(' and ')}: no "${name}" under env, so it changes nothing`,
      );
}

/** The values of a flow's variables. A flow takes text: lists and objects reach it as JSON, null as nothing. */
export function variablesOf(flow: Flow, values: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = Object.entries(values).filter(([name, value]) => flow.env.has(name) && value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, textOf(value)]));
}

export function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Whether a task's parameters fit; what the first mistake is when they do not. */
export function misfit({ check }: Parameters, values: Readonly<Record<string, unknown>>): string | null {
  try {
    check(values);
    return null;
  } catch (error) {
    if (error instanceof PostwrightError) return error.message;
    throw error;
  }
}
