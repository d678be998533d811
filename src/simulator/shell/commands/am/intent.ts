/**
 * Reads an Intent from words, as `am` does: https://cs.android.com/android/platform/superproject/+/main:frameworks/base/core/java/android/content/Intent.java
 * (parseCommandArgs), and shows it as Intent.toString() does.
 */
import type { ActivityName, Intent } from '../../../ports.ts';
import { MissingValue, Words } from '../../words.ts';

type Extra = string | number | boolean;

interface Draft {
  action: string | null;
  data: string | null;
  mimeType: string | null;
  component: string | null;
  packageName: string | null;
  readonly categories: string[];
  flags: number;
  readonly extras: Map<string, Extra>;
}

/** What the tool does with the words; its message is Android's. */
export class IntentError extends Error {}

export const NEW_TASK = 0x10000000;

/** Flags with a name of their own, as far as publishing could use them. */
const FLAG_OPTIONS: Readonly<Record<string, number>> = {
  '--grant-read-uri-permission': 0x1,
  '--grant-write-uri-permission': 0x2,
  '--grant-persistable-uri-permission': 0x40,
  '--grant-prefix-uri-permission': 0x80,
  '--include-stopped-packages': 0x20,
  '--exclude-stopped-packages': 0x10,
  '--activity-brought-to-front': 0x00400000,
  '--activity-clear-top': 0x04000000,
  '--activity-clear-when-task-reset': 0x00080000,
  '--activity-exclude-from-recents': 0x00800000,
  '--activity-launched-from-history': 0x00100000,
  '--activity-multiple-task': 0x08000000,
  '--activity-no-animation': 0x00010000,
  '--activity-no-history': 0x40000000,
  '--activity-no-user-action': 0x00040000,
  '--activity-previous-is-top': 0x01000000,
  '--activity-reorder-to-front': 0x00020000,
  '--activity-reset-task-if-needed': 0x00200000,
  '--activity-single-top': 0x20000000,
  '--activity-clear-task': 0x00008000,
  '--activity-task-on-home': 0x00004000,
  '--receiver-registered-only': 0x40000000,
  '--receiver-replace-pending': 0x20000000,
  '--receiver-foreground': 0x10000000,
};

const toText = (value: string): Extra => value;
const toWhole = (value: string): Extra => whole(value);

/** Options with a key and a value. There is none for a list of Uris (facts 3.4). */
const EXTRA_OPTIONS: Readonly<Record<string, (value: string) => Extra>> = {
  '-e': toText,
  '--es': toText,
  '--eu': toText,
  '--ecn': toText,
  '--eia': toText,
  '--eial': toText,
  '--ela': toText,
  '--elal': toText,
  '--efa': toText,
  '--efal': toText,
  '--esa': toText,
  '--esal': toText,
  '--ei': toWhole,
  '--el': toWhole,
  '--ef': (value) => Number(value),
  '--ez': (value) => truth(value),
};

type Setter = (draft: Draft, value: string) => void;

const FIELD_OPTIONS: Readonly<Record<string, Setter>> = {
  '-a': (draft, value) => {
    draft.action = value;
  },
  '-d': (draft, value) => {
    draft.data = value;
  },
  '-t': (draft, value) => {
    draft.mimeType = value;
  },
  '-n': (draft, value) => {
    if (!value.includes('/')) throw new IntentError(`Bad component name: ${value}`);
    draft.component = value;
  },
  '-p': (draft, value) => {
    draft.packageName = value;
  },
  '-c': (draft, value) => void draft.categories.push(value),
  '-f': (draft, value) => {
    draft.flags |= whole(value);
  },
  '-i': () => {},
};

/**
 * Reads the words up to their end. Options that are no part of an intent go to `other`, which says whether it knows them.
 * @throws IntentError
 */
export function readIntent(
  args: readonly string[],
  other: (option: string, words: Words) => boolean = () => false,
): { intent: Intent } {
  const words = new Words(args);
  const draft: Draft = {
    action: null,
    data: null,
    mimeType: null,
    component: null,
    packageName: null,
    categories: [],
    flags: 0,
    extras: new Map(),
  };
  try {
    for (let word = words.next(); word !== null; word = words.next()) {
      if (word === '--user') words.value(word);
      else if (word.startsWith('-')) readOption(draft, word, { words, other });
      else readTarget(draft, word);
    }
  } catch (error) {
    if (error instanceof MissingValue) throw new IntentError(error.message, { cause: error });
    throw error;
  }
  return { intent: draft };
}

function readOption(
  draft: Draft,
  option: string,
  { words, other }: { words: Words; other: (option: string, words: Words) => boolean },
): void {
  const field = FIELD_OPTIONS[option];
  const extra = EXTRA_OPTIONS[option];
  const flag = FLAG_OPTIONS[option];
  if (field) field(draft, words.value(option));
  else if (extra) {
    const key = words.value(option);
    draft.extras.set(key, extra(words.value(option)));
  } else if (option === '--esn') draft.extras.set(words.value(option), '');
  else if (flag !== undefined) draft.flags |= flag;
  else if (option !== '--selector' && !other(option, words)) throw new IntentError(`Unknown option: ${option}`);
}

/** A last word without an option: a Uri, a component or a package. */
function readTarget(draft: Draft, word: string): void {
  if (word.includes(':')) {
    draft.data = word;
    draft.action ??= 'android.intent.action.VIEW';
  } else if (word.includes('/')) draft.component = word;
  else draft.packageName = word;
  draft.action ??= 'android.intent.action.MAIN';
  if (draft.packageName === word) draft.categories.push('android.intent.category.LAUNCHER');
}

function whole(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number)) throw new IntentError(`For input string: "${value}"`);
  return number;
}

function truth(value: string): boolean {
  if (['true', 't', '1'].includes(value.toLowerCase())) return true;
  if (['false', 'f', '0'].includes(value.toLowerCase())) return false;
  throw new IntentError(`Invalid boolean value: ${value}`);
}

/** `Intent { act=… typ=… }`. */
export function showIntent(intent: Intent): string {
  const parts = [
    intent.action === null ? '' : `act=${intent.action}`,
    intent.categories.length === 0 ? '' : `cat=[${intent.categories.join(',')}]`,
    intent.data === null ? '' : `dat=${intent.data}`,
    intent.mimeType === null ? '' : `typ=${intent.mimeType}`,
    intent.flags === 0 ? '' : `flg=0x${(intent.flags >>> 0).toString(16)}`,
    intent.packageName === null ? '' : `pkg=${intent.packageName}`,
    intent.component === null ? '' : `cmp=${shortComponent(toActivityName(intent.component))}`,
    intent.extras.size === 0 ? '' : '(has extras)',
  ];
  return `Intent { ${parts.filter((part) => part !== '').join(' ')} }`;
}

/** `package/class`, the class with a leading dot when it lies in its package. */
export function toActivityName(component: string): ActivityName {
  const [packageName = '', name = ''] = component.split('/');
  return { packageName, className: name.startsWith('.') ? packageName + name : name };
}

/** The other way round, as Android shortens it. */
export function shortComponent({ packageName, className }: ActivityName): string {
  const name = className.startsWith(`${packageName}.`) ? className.slice(packageName.length) : className;
  return `${packageName}/${name}`;
}
