import { join } from 'node:path';
import { PostwrightError } from '../../errors.ts';
import { readYaml, type YamlNode } from '../../flows/yaml.ts';
import { SCRIPT_FILE, type ScriptFolder } from './folder.ts';
import { type Parameters, readParameters } from './parameters.ts';

/** What script.yaml says, as far as it can be understood without the flows it names. */
export interface ScriptFile {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly appId: string;
  readonly parameters: Parameters;
  readonly timeoutMs: number;
  /** What has to be looked up in the flows, with its place. */
  readonly nodes: {
    readonly appId: YamlNode;
    readonly flow: YamlNode;
    readonly commitPoint: YamlNode | undefined;
    readonly confirm: YamlNode | undefined;
    readonly result: readonly YamlNode[];
  };
}

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
const PACKAGE = /^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/;
const LONGEST_TITLE = 100;
const LONGEST_TEXT = 4_000;
const MOST_VALUES = 100;
const DEFAULT_TIMEOUT_MS = 5 * 60_000;
const LEAST_TIMEOUT_MS = 1_000;
const LONGEST_TIMEOUT_MS = 60 * 60_000;

/** @throws FLOW_INVALID with line and column. */
export function readScriptFile({ name: folder, path }: ScriptFolder): ScriptFile {
  const file = `${folder}/${SCRIPT_FILE}.yaml`;
  const [document, extra] = readYaml(join(path, `${SCRIPT_FILE}.yaml`), file);
  if (document === undefined || extra !== undefined)
    throw new PostwrightError('SCRIPT_INVALID', `${file}: it has one document`);
  const fields = document.fields();
  const name = readName(fields.need('name'), folder);
  const title = readShort(fields.need('title'), LONGEST_TITLE);
  const description = fields.take('description');
  const appNode = fields.need('appId');
  const parameters = readParameters(fields.take('parameters'));
  const limits = { min: LEAST_TIMEOUT_MS, max: LONGEST_TIMEOUT_MS };
  const timeoutMs = fields.take('timeout')?.integer(limits) ?? DEFAULT_TIMEOUT_MS;
  const nodes = {
    appId: appNode,
    flow: fields.need('flow'),
    commitPoint: fields.take('commitPoint'),
    confirm: fields.take('confirm'),
    result: readNames(fields.take('result')),
  };
  fields.end();
  if (nodes.confirm !== undefined && nodes.commitPoint === undefined)
    throw nodes.confirm.invalid('there is nothing to confirm without a "commitPoint"');
  return {
    name,
    title,
    description: description === undefined ? '' : readShort(description, LONGEST_TEXT),
    appId: readPackage(appNode),
    parameters,
    timeoutMs,
    nodes,
  };
}

function readName(node: YamlNode, folder: string): string {
  const name = node.string();
  if (!NAME.test(name)) throw node.invalid(`"${name}" is no name of a script: small letters, digits and -, at most 64`);
  if (name !== folder) throw node.invalid(`the name is that of the folder: "${folder}"`);
  return name;
}

function readShort(node: YamlNode, limit: number): string {
  const text = node.string().trim();
  if (text === '' || text.length > limit) throw node.invalid(`1 to ${limit} characters are needed here`);
  return text;
}

function readPackage(node: YamlNode): string {
  const appId = node.string();
  if (!PACKAGE.test(appId)) throw node.invalid(`"${appId}" is no package, such as com.android.settings`);
  return appId;
}

function readNames(node: YamlNode | undefined): readonly YamlNode[] {
  const names = node?.list() ?? [];
  if (names.length > MOST_VALUES) throw node?.invalid(`at most ${MOST_VALUES} values are possible`);
  for (const [place, name] of names.entries()) {
    const isSecond = names.slice(0, place).some((other) => other.string() === name.string());
    if (isSecond) throw name.invalid(`"${name.string()}" is listed twice`);
  }
  return names;
}
