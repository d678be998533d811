import { ERRORS, isTaskErrorName, type TaskErrorName } from '../errors.ts';
import type { Screen, UiNode, UiTree } from '../screen/screen.ts';
import { KEYS, type KeyName } from './command.ts';
import { isTextField } from './cover.ts';
import { type Resolution, readTarget, resolveTarget, type Target } from './selector.ts';
import type { Texts } from './texts.ts';
import type { YamlNode } from './yaml.ts';

/** Something that may come up at any time and cover what a flow expects, and what to do about it. */
export interface Dialog {
  readonly name: string;
  /** All of these are on the screen when it is up. */
  readonly visible: readonly Target[];
  /** The first of these that is on the screen is tapped. */
  readonly tap: readonly Target[];
  readonly press: KeyName | null;
  /** Nothing more can be done than to say so; after `tap` or `press`, when they are given as well. */
  readonly fail: TaskErrorName | null;
}

/** Reads `dialogs.yaml`. @throws FLOW_INVALID */
export function readDialogs(node: YamlNode, texts: Texts): readonly Dialog[] {
  return node.list().map((item) => readDialog(item, texts));
}

function readDialog(node: YamlNode, texts: Texts): Dialog {
  const scope = { texts, variables: new Set<string>() };
  const fields = node.fields();
  const targets = (value: YamlNode): readonly Target[] =>
    value.isList ? value.list().map((item) => readTarget(item, scope)) : [readTarget(value, scope)];
  const tap = fields.take('tap');
  const dialog: Dialog = {
    name: fields.need('name').string(),
    visible: targets(fields.need('visible')),
    tap: tap === undefined ? [] : targets(tap),
    press: fields.take('press')?.oneOf(Object.keys(KEYS) as KeyName[]) ?? null,
    fail: fields.take('fail')?.oneOf(TASK_ERRORS) ?? null,
  };
  fields.end();
  if (dialog.tap.length === 0 && dialog.press === null && dialog.fail === null)
    throw node.invalid('a dialog needs an answer: "tap", "press" or "fail"');
  if (dialog.visible.length === 0) throw node.invalid('"visible" is empty');
  return dialog;
}

const TASK_ERRORS = (Object.keys(ERRORS) as (keyof typeof ERRORS)[]).filter(isTaskErrorName);

/** A dialog that is up, with what answers it. */
export interface OpenDialog {
  readonly dialog: Dialog;
  /** What to tap; null when the answer is a key or only an error. */
  readonly button: UiNode | null;
}

export interface DialogSearch extends Resolution {
  readonly dialogs: readonly Dialog[];
  /** What the post itself says: a caption that reads like a dialog is none. */
  readonly ownTexts: ReadonlySet<string>;
}

/** The first dialog that is up and can be answered. */
export function findDialog(screen: Pick<Screen, 'select'>, tree: UiTree, search: DialogSearch): OpenDialog | null {
  const find = (target: Target): UiNode | undefined => {
    for (const selector of resolveTarget(target, search)) {
      const node = screen.select(tree, selector).find((candidate) => !isWritten(candidate, search.ownTexts));
      if (node !== undefined) return node;
    }
    return undefined;
  };
  for (const dialog of search.dialogs) {
    if (!dialog.visible.every((target) => find(target) !== undefined)) continue;
    const button = dialog.tap.map(find).find((node) => node !== undefined);
    if (button !== undefined) return { dialog, button };
    if (dialog.tap.length === 0 || dialog.press !== null || dialog.fail !== null) return { dialog, button: null };
  }
  return null;
}

function isWritten(node: UiNode, ownTexts: ReadonlySet<string>): boolean {
  return isTextField(node) || ownTexts.has(node.text) || ownTexts.has(node.description);
}
