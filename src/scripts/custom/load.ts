import { PostwrightError } from '../../errors.ts';
import type { Command, Flow } from '../../flows/command.ts';
import type { Dialog } from '../../flows/dialogs.ts';
import { FlowFolders } from '../../flows/folder.ts';
import { AppFlows } from '../../flows/library.ts';
import { suggestion, type YamlNode } from '../../flows/yaml.ts';
import { openScriptFolder, SCRIPT_FILE } from './folder.ts';
import { checkGiven, checkUsed, type Parameters } from './parameters.ts';
import { readScriptFile, type ScriptFile } from './script-file.ts';

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

/** @throws SCRIPT_INVALID, for a mistake in a file with its line and column. */
export function loadScript(options: LoadOptions): LoadedScript {
  try {
    return readScript(options);
  } catch (error) {
    if (error instanceof PostwrightError && error.errorName === 'SCRIPT_INVALID') throw error;
    throw new PostwrightError('SCRIPT_INVALID', reasonOf(error, options.name), { cause: error });
  }
}

/** Where on this machine a file lies is nothing for those who read it over the API. */
function reasonOf(error: unknown, name: string): string {
  if (error instanceof PostwrightError) return error.message;
  const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
  return `${name}: the folder cannot be read${code}`;
}

function readScript({ root, name, androidDialogs }: LoadOptions): LoadedScript {
  const folder = openScriptFolder(root, name);
  const { nodes, ...file } = readScriptFile(folder);
  const files = new FlowFolders({ shipped: root, operator: null }, [SCRIPT_FILE]);
  const flows = new AppFlows(files, name, { shared: androidDialogs });
  const flow = pickFlow(flows, nodes.flow);
  const confirm = nodes.confirm === undefined ? null : pickConfirm(flows, nodes.confirm);
  const used = confirm === null ? [flow] : [flow, confirm];
  checkGiven(flow, file.parameters, nodes.flow);
  if (confirm !== null) checkGiven(confirm, file.parameters, nodes.confirm ?? nodes.flow);
  checkUsed(file.parameters, used);
  checkApp(file, flows, nodes.appId);
  return {
    ...file,
    version: folder.version,
    flows,
    flow,
    commitPoint: nodes.commitPoint === undefined ? null : readCommitPoint(nodes.commitPoint, flow),
    confirm,
    result: nodes.result.map((node) => readValueName(node, used)),
  };
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
  if (last === undefined || last.optional || !seesSomething(last))
    throw node.invalid(
      `${flow.file} confirms nothing: its last command must see something (assertVisible, extendedWaitUntil with "visible", scrollUntilVisible or copyTextFrom, not optional)`,
    );
  return flow;
}

function seesSomething(command: Command): boolean {
  if (command.name === 'extendedWaitUntil') return command.visible !== null;
  return command.name === 'assertVisible' || command.name === 'scrollUntilVisible' || command.name === 'copyTextFrom';
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

function readValueName(node: YamlNode, flows: readonly Flow[]): string {
  const name = node.string();
  const read = flows.flatMap((flow) => allCommands(flow).flatMap(nameOfValue));
  if (!read.includes(name))
    throw node.invalid(`no copyTextFrom reads "${name}" (as: ${name})${suggestion(name, read)}`);
  return name;
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
function checkApp({ appId }: Pick<ScriptFile, 'appId'>, flows: AppFlows, node: YamlNode): void {
  for (const flow of flows.flowNames.map((name) => flows.flow(name)))
    if (flow.appId !== appId) throw node.invalid(`${flow.file} is for ${flow.appId}, not for ${appId}`);
}
