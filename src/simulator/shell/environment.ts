/** What a shell remembers between commands. */
import type { Machine } from '../machine/machine.ts';

export const SHELL_NAME = '/system/bin/sh';

const FACTORY_VARIABLES: readonly (readonly [string, string])[] = [
  ['ANDROID_DATA', '/data'],
  ['ANDROID_ROOT', '/system'],
  ['ANDROID_STORAGE', '/storage'],
  ['EXTERNAL_STORAGE', '/sdcard'],
  ['HOME', '/'],
  ['IFS', ' \t\n'],
  ['LOGNAME', 'shell'],
  ['PATH', '/product/bin:/apex/com.android.runtime/bin:/system/bin:/system/xbin:/odm/bin:/vendor/bin'],
  ['SHELL', '/bin/sh'],
  ['TMPDIR', '/data/local/tmp'],
  ['USER', 'shell'],
];
const LARGEST_RANDOM = 0x7fff;

export class Environment {
  readonly pid: number;
  readonly variables: Map<string, string>;
  cwd: string;
  /** Exit code of the last command. */
  lastCode: number;
  readonly #machine: Machine;

  constructor(machine: Machine, parent?: Environment) {
    this.#machine = machine;
    this.pid = machine.processes.takePid();
    this.variables = new Map(parent?.variables ?? FACTORY_VARIABLES);
    this.cwd = parent?.cwd ?? '/';
    this.lastCode = parent?.lastCode ?? 0;
  }

  /** Null when it is not set; a script of the rack never has arguments of its own. */
  valueOf(name: string): string | null {
    switch (name) {
      case '?':
        return String(this.lastCode);
      case '$':
        return String(this.pid);
      case '#':
        return '0';
      case '0':
        return SHELL_NAME;
      case 'PWD':
        return this.cwd;
      case 'RANDOM':
        return String(this.#machine.ownRandom.integer(0, LARGEST_RANDOM));
      default:
        return this.variables.get(name) ?? null;
    }
  }
}
