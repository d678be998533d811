import type { ActivityName, PhoneMachine } from '../../ports.ts';
import { listedNodes, type UiNode } from '../ui/node.ts';
import type { TextField } from '../ui/text-field.ts';
import type { App } from './app.ts';
import { type Geometry, geometryOf } from './geometry.ts';
import type { Screen } from './screen.ts';
import { SeenTree } from './seen-tree.ts';
import { windowTree } from './tree.ts';

/** Android shows a long toast for 3.5 s. */
const TOAST_MS = 3500;

export interface Toast {
  readonly text: string;
  readonly packageName: string;
  readonly until: number;
}

interface WindowsOptions {
  readonly launcher: App;
  readonly keyguard: () => Screen;
}

/** What is on the screen: the apps in their order, system dialogs above them, the keyguard above all, and the focus. */
export class Windows {
  readonly geometry: Geometry;
  readonly machine: PhoneMachine;
  readonly seen = new SeenTree();
  /** Told of each tap on what publishes; `isReal` is false when only a stale tree still showed it there. */
  publishTapped: (packageName: string, isReal: boolean) => void = () => {};
  readonly #launcher: App;
  readonly #newKeyguard: () => Screen;
  #order: App[];
  #systemDialogs: Screen[] = [];
  #keyguard: Screen | null = null;
  #focus: { readonly field: TextField; readonly screen: Screen } | null = null;
  #keyboardShown = false;
  #toast: Toast | null = null;
  #inTransition = false;

  constructor(machine: PhoneMachine, options: WindowsOptions) {
    this.machine = machine;
    this.geometry = geometryOf(machine);
    this.#launcher = options.launcher;
    this.#newKeyguard = options.keyguard;
    this.#order = [options.launcher];
  }

  /** The screen that has the focus. */
  get top(): Screen {
    const guard = this.keyguard;
    if (guard !== null) return guard;
    return this.#systemDialogs.at(-1) ?? this.#frontScreen();
  }

  get frontApp(): App {
    return this.#order.at(-1) ?? this.#launcher;
  }

  get keyguard(): Screen | null {
    if (!this.machine.power.locked) this.#keyguard = null;
    else this.#keyguard ??= this.#newKeyguard();
    return this.#keyguard;
  }

  /** From the lowest screen that can be seen to the one on top: a full screen, then the dialogs above it. */
  get layers(): readonly Screen[] {
    const guard = this.keyguard;
    if (guard !== null) return [guard];
    this.#frontScreen();
    const all = [...this.frontApp.screens, ...this.#systemDialogs];
    const base = all.findLastIndex((screen) => !screen.isDialog);
    return all.slice(Math.max(0, base));
  }

  /** Nodes of the window in front: what accessibility calls the active window. */
  tree(): UiNode {
    return this.treeOf(this.top);
  }

  /** The nodes that accessibility tells of. */
  seenTree(): UiNode {
    return this.seen.stale ?? this.tree();
  }

  /** The nodes of one of the screens. */
  treeOf(screen: Screen): UiNode {
    return windowTree(screen, this.geometry, this.machine.wordings());
  }

  /** The toast on show, with the notification listener's memory of it. */
  get toast(): Toast | null {
    if (this.#toast !== null && this.#toast.until < this.machine.time.now().getTime()) this.#toast = null;
    return this.#toast;
  }

  showToast(packageName: string, text: string): void {
    this.#toast = { packageName, text, until: this.machine.time.now().getTime() + TOAST_MS };
    this.machine.log.add({ kind: 'app', what: `toast of ${packageName}: ${text}` });
  }

  /** What dumpsys calls the current focus; null while one screen makes way for another. */
  focus(): ActivityName | null {
    if (this.#inTransition) return null;
    const { packageName, className } = this.top;
    return { packageName, className };
  }

  bringToFront(app: App): void {
    app.start();
    this.#order = [...this.#order.filter((other) => other !== app), app];
    this.hideKeyboard();
    this.#beginTransition();
  }

  goHome(): void {
    this.bringToFront(this.#launcher);
  }

  /** An app's task that has nothing left to show goes to the back. */
  settle(): void {
    if (this.frontApp.top === null) this.goHome();
  }

  forget(app: App): void {
    this.#order = this.#order.filter((other) => other !== app);
    if (this.#order.length === 0) this.#order = [this.#launcher];
    this.hideKeyboard();
  }

  showSystemDialog(dialog: Screen): void {
    this.#systemDialogs.push(dialog);
  }

  closeSystemDialog(dialog: Screen): void {
    this.#systemDialogs = this.#systemDialogs.filter((other) => other !== dialog);
  }

  reset(): void {
    this.#order = [this.#launcher];
    this.#systemDialogs = [];
    this.#toast = null;
    this.hideKeyboard();
  }

  focusField(field: TextField): void {
    this.#focus = { field, screen: this.top };
    this.#keyboardShown = true;
  }

  /** The field that typed characters go to, if it is still on the screen. */
  get focusedField(): TextField | null {
    if (this.#focus === null) return null;
    const { field, screen } = this.#focus;
    if (this.top !== screen || ![...listedNodes(this.tree())].some((node) => node.view.field === field)) {
      this.#focus = null;
      this.#keyboardShown = false;
      return null;
    }
    return field;
  }

  get isKeyboardShown(): boolean {
    return this.focusedField !== null && this.#keyboardShown;
  }

  /** The keyboard is open on this field. Safe to ask while a screen is drawn, unlike `focusedField`, which draws it. */
  isEditing(field: TextField): boolean {
    return this.#keyboardShown && this.#focus?.field === field && this.#focus.screen === this.top;
  }

  hideKeyboard(): void {
    this.#keyboardShown = false;
  }

  #frontScreen(): Screen {
    const screen = this.frontApp.top ?? this.#launcher.top;
    if (screen === null) throw new Error('The launcher has no screen');
    return screen;
  }

  #beginTransition(): void {
    this.#inTransition = true;
    const WINDOW_ANIMATION_MS = 250;
    void this.machine.time.wait(WINDOW_ANIMATION_MS).then(() => {
      this.#inTransition = false;
    });
  }
}
