import type { Target } from './selector.ts';
import type { Template } from './template.ts';
import type { Conditions } from './variant.ts';
import type { Position } from './yaml.ts';

/** A place on the screen or in an element: pixels, or percent of its width and height. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly unit: 'percent' | 'pixels';
}

export const DIRECTIONS = ['UP', 'DOWN', 'LEFT', 'RIGHT'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Keys as Maestro calls them, with Android's code. */
export const KEYS = {
  Home: 3,
  Back: 4,
  Tab: 61,
  Enter: 66,
  Backspace: 67,
  'Volume Up': 24,
  'Volume Down': 25,
} as const;
export type KeyName = keyof typeof KEYS;

/** What must hold for runFlow and repeat. Everything given must hold. */
export interface Condition {
  readonly visible: Target | null;
  readonly notVisible: Target | null;
  /** Holds unless it comes out empty, "false" or "0". */
  readonly isTrue: Template | null;
}

/** Values a flow is given by the one that calls it. */
export type EnvTemplates = ReadonlyMap<string, Template>;

interface Bodies {
  readonly assertNotVisible: { readonly target: Target };
  readonly assertVisible: { readonly target: Target };
  readonly back: object;
  readonly copyTextFrom: {
    readonly target: Target;
    /** The name under which the flow gives the text to its caller. */
    readonly as: string | null;
  };
  readonly eraseText: object;
  readonly extendedWaitUntil: {
    readonly visible: Target | null;
    readonly notVisible: Target | null;
    readonly timeoutMs: number;
  };
  readonly hideKeyboard: object;
  readonly inputText: { readonly text: Template };
  readonly launchApp: { readonly appId: Template | null; readonly stopFirst: boolean };
  readonly longPressOn: { readonly target: Target };
  readonly openLink: { readonly link: Template; readonly appId: Template | null };
  readonly pressKey: { readonly key: KeyName };
  readonly repeat: {
    readonly times: number | null;
    readonly while: Condition | null;
    readonly commands: readonly Command[];
  };
  readonly runFlow: {
    readonly commands: readonly Command[];
    readonly when: Condition | null;
    readonly env: EnvTemplates;
    readonly defaults: ReadonlyMap<string, string>;
  };
  readonly scroll: object;
  readonly scrollUntilVisible: { readonly element: Target; readonly direction: Direction; readonly timeoutMs: number };
  readonly setSlider: {
    readonly target: Target;
    /** Percent of the slider's range. */
    readonly value: Template;
    /** What the slider reads at its right end; 0 at its left. */
    readonly max: number;
  };
  readonly stopApp: { readonly appId: Template | null };
  readonly swipe: {
    readonly path: { readonly direction: Direction } | { readonly start: Point; readonly end: Point };
    readonly durationMs: number;
  };
  readonly takeScreenshot: { readonly path: Template };
  readonly tapOn: {
    readonly target: Target | null;
    readonly point: Point | null;
    readonly times: number;
    readonly delayMs: number;
  };
  readonly waitForAnimationToEnd: { readonly timeoutMs: number };
}

export type CommandName = keyof Bodies;
export type BodyOf<N extends CommandName> = Bodies[N];

interface Common {
  readonly at: Position;
  /** When it fails, the flow goes on. */
  readonly optional: boolean;
  /** What a watcher reads in place of the command's name. */
  readonly label: string | null;
}

export type CommandOf<N extends CommandName> = { readonly [K in N]: Common & { readonly name: K } & Bodies[K] }[N];
export type Command = CommandOf<CommandName>;

/** On which app version, and how, somebody saw a flow work. */
export interface Trial {
  readonly app: string;
  readonly how: 'rack' | 'phone';
  /** `2025-11-23`. */
  readonly date: string;
}

/** A flow file, read and validated with all that it calls. */
export interface Flow {
  readonly file: string;
  readonly name: string;
  readonly appId: string;
  /** Its variables: with a value of their own, or null when the caller must give one. */
  readonly env: ReadonlyMap<string, string | null>;
  readonly triedOn: readonly Trial[];
  /** The phones it is for. */
  readonly conditions: Conditions;
  readonly source: 'shipped' | 'operator';
  readonly commands: readonly Command[];
}
