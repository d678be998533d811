import { join } from 'node:path';
import { PostwrightError } from '../../errors.ts';
import type { Command, Flow } from '../../flows/command.ts';
import type { Dialog } from '../../flows/dialogs.ts';
import { FlowFolders } from '../../flows/folder.ts';
import { AppFlows } from '../../flows/library.ts';
import { readYaml, suggestion, type YamlFields, type YamlNode } from '../../flows/yaml.ts';
import { openScriptFolder, SCRIPT_FILE, type ScriptFolder } from './folder.ts';
import { checkGiven, checkUsed, type Parameters, readParameters } from './parameters.ts';

/** A custom script, read and validated with all its flows. */
export interface LoadedScript {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** SHA-256 of its files. */
  readonly version: string;
  /** The package of the app that it drives. */
  readonly appId: string;
  readonly parameters: Parameters;
  readonly flows: AppFlows;
  readonly flow: Flow;
  /** The label of the command before which the commit point is recorded; null for a script that publishes nothing. */
  readonly commitPoint: string | null;
  /** Succeeds only when it sees what the script has published. */
  readonly confirm: Flow | null;
  /** The names of the values that a task gives back. */
  readonly result: readonly string[];
  /** Of one attempt, without cleaning up. */
  readonly timeoutMs: number;
}

export interface LoadOptions {
  /** The folder of all custom scripts. */
  readonly root: string;
  /** Of the script's folder. */
  readonly name: string;
  /** What may come between on Android itself, tried after the script's own. */
  readonly androidDialogs: readonly Dialog[];
}

export const BUILT_IN = 'post';

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
const PACKAGE = /^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/;
const LONGEST_TITLE = 100;
const LONGEST_TEXT = 4_000;
const DEFAULT_TIMEOUT_MS = 5 * 60_000;
const LONGEST_TIMEOUT_MS = 60 * 60_000;
const MOST_VALUES = 100;

/** @throws SCRIPT_INVALID, for a mistake in a file with its line and column. */
export function loadScript({ root, name, androidDialogs }: LoadOptions): LoadedScript {
  try {
    const folder = openScriptFolder(root, name);
    const files = new FlowFolders({ shipped: root, operator: null }, [SCRIPT_FILE]);
    return readScript(folder, () => new AppFlows(files, name, { shared: androidDialogs }));
  } catch (error) {
    if (error instanceof PostwrightError && error.errorName === 'SCRIPT_INVALID') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new PostwrightError('SCRIPT_INVALID', reason, { cause: error });
  }
}

function readScript(folder: ScriptFolder, readFlows: () => AppFlows): LoadedScript {
  const file = `${folder.name}/${SCRIPT_FILE}.yaml`;
  const [document, extra] = readYaml(join(folder.path, `${SCRIPT_FILE}.yaml`), file);
  if (document === undefined || extra !== undefined)
    throw new PostwrightError('SCRIPT_INVALID', `${file}: it has one document`);
  const fields = document.fields();
  const name = readName(fields.need('name'), folder.name);
  const title = readShort(fields.need('title'), LONGEST_TITLE);
  const description = fields.take('description');
  const appNode = fields.need('appId');
  const parameters = readParameters(fields.take('parameters'));
  const flowNode = fields.need('flow');
  const flows = readFlows();
  const flow = pickFlow(flows, flowNode);
  const commitPoint = fields.take('commitPoint');
  const confirmNode = fields.take('confirm');
  if (confirmNode !== undefined && commitPoint === undefined)
    throw confirmNode.invalid('there is nothing to confirm without a "commitPoint"');
  const confirm = confirmNode === undefined ? null : pickConfirm(flows, confirmNode);
  const script: LoadedScript = {
    name,
    title,
    description: description === undefined ? '' : readShort(description, LONGEST_TEXT),
    version: folder.version,
    appId: readPackage(appNode),
    parameters,
    flows,
    flow,
    commitPoint: commitPoint === undefined ? null : readCommitPoint(commitPoint, flow),
    confirm,
    result: readResult(fields, confirm === null ? [flow] : [flow, confirm]),
    timeoutMs: fields.take('timeout')?.integer({ min: 1_000, max: LONGEST_TIMEOUT_MS }) ?? DEFAULT_TIMEOUT_MS,
  };
  fields.end();
  checkGiven(flow, parameters, flowNode);
  if (confirm !== null && confirmNode !== undefined) checkGiven(confirm, parameters, confirmNode);
  checkUsed(parameters, confirm === null ? [flow] : [flow, confirm]);
  checkApp(script, appNode);
  return script;
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

function pickFlow(flows: AppFlows, node: YamlNode): Flow {
  const file = node.string();
  const name = file.replace(/\.yaml$/, '');
  if (!flows.flowNames.includes(name)) {
    const files = flows.flowNames.map((known) => `${known}.yaml`);
    throw node.invalid(`there is no flow "${file}" in the folder${suggestion(file, files)}`);
  }
  return flows.flow(name);
}

/** A flow that would succeed whatever is on the screen confirms nothing. */
function pickConfirm(flows: AppFlows, node: YamlNode): Flow {
  const flow = pickFlow(flows, node);
  const last = flow.commands.at(-1);
  const sees =
    last !== undefined &&
    !last.optional &&
    (['assertVisible', 'scrollUntilVisible', 'copyTextFrom'].includes(last.name) ||
      (last.name === 'extendedWaitUntil' && last.visible !== null));
  if (!sees)
    throw node.invalid(
      `${flow.file} confirms nothing: its last command must see something (assertVisible, extendedWaitUntil with "visible", scrollUntilVisible or copyTextFrom, not optional)`,
    );
  return flow;
}

function readCommitPoint(node: YamlNode, flow: Flow): string {
  const label = node.string();
  const commands = allCommands(flow);
  const places = new Set(commands.filter((command) => command.label === label).map(({ at }) => JSON.stringify(at)));
  const labels = commands.flatMap((command) => command.label ?? []);
  if (places.size === 0) throw node.invalid(`no command of ${flow.file} has this label${suggestion(label, labels)}`);
  if (places.size > 1) throw node.invalid(`${places.size} commands have this label; the commit point is one`);
  return label;
}

function readResult(fields: YamlFields, flows: readonly Flow[]): readonly string[] {
  const nodes = fields.take('result')?.list() ?? [];
  const read = flows.flatMap((flow) => allCommands(flow).flatMap(nameOfValue));
  const names: string[] = [];
  for (const node of nodes) {
    const name = node.string();
    if (!read.includes(name))
      throw node.invalid(`no copyTextFrom reads "${name}" (as: ${name})${suggestion(name, read)}`);
    if (names.includes(name)) throw node.invalid(`"${name}" is listed twice`);
    names.push(name);
  }
  if (names.length > MOST_VALUES) throw nodes[0]?.invalid(`more than ${MOST_VALUES} values`);
  return names;
}

function nameOfValue(command: Command): readonly string[] {
  return command.name === 'copyTextFrom' && command.as !== null ? [command.as] : [];
}

/** All commands of a flow, with those of the flows it calls, in no particular order. */
function allCommands(flow: Flow): readonly Command[] {
  // A flow that is called from many places is looked at once, or a few files could amount to millions of commands.
  const lists = new Set([flow.commands]);
  for (const list of lists) for (const command of list) if ('commands' in command) lists.add(command.commands);
  return [...lists].flat();
}

/** A flow that is for another app would be looked for on the wrong screens. */
function checkApp({ appId, flows }: LoadedScript, node: YamlNode): void {
  for (const flow of flows.flowNames.map((name) => flows.flow(name)))
    if (flow.appId !== appId) throw node.invalid(`${flow.file} is for ${flow.appId}, not for ${appId}`);
}
