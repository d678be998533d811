import { type Command, InvalidArgumentError, Option } from 'commander';
import { SETTING_NAMES, SETTINGS, type SettingName } from '../config/settings.ts';
import type { Flags } from '../config.ts';

/** Adds a flag for each setting, --config and --verbose. */
export function addSettings(command: Command, names: readonly SettingName[] = SETTING_NAMES): Command {
  for (const name of names) {
    const { sentence, shownDefault } = SETTINGS[name];
    command.option(`--${name} <value>`, `${sentence} (default: ${shownDefault})`);
  }
  command.option('--config <path>', 'A settings file to read instead of postwright.yaml in the working directory.');
  return command;
}

/** Where the running server is, and the key to it. */
export function addServerSettings(command: Command): Command {
  return addSettings(command, ['host', 'port', 'api-key']);
}

export function addVerbose(command: Command): Command {
  return command.option('--verbose', 'Log everything, and show the stack of a failure.');
}

/** The flags of `addSettings` out of what commander parsed, under the names of the settings. */
export function flagsOf(options: Readonly<Record<string, unknown>>): Flags {
  const names = [...SETTING_NAMES, 'config' as const];
  const given = names.map((name) => [name, options[new Option(`--${name} <value>`).attributeName()]]);
  const flags = Object.fromEntries(given.filter(([, value]) => typeof value === 'string')) as Flags;
  return options.verbose === true && flags['log-level'] === undefined ? { ...flags, 'log-level': 'debug' } : flags;
}

/** For commander: a whole number in [min, max]. */
export function integerBetween(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < min || number > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return number;
  };
}

/** Every help ends with one line that can be typed as it is. */
export function withExample(command: Command, line: string): Command {
  return command.addHelpText('after', `\nExample:\n  $ ${line}`);
}
