/** Every program of the phone, by name. */
import type { Command } from './call.ts';
import { FILE_COMMANDS } from './commands/files.ts';
import { IDENTITY_COMMANDS } from './commands/identity.ts';
import { PROCESS_COMMANDS } from './commands/processes.ts';
import { TEXT_COMMANDS } from './commands/text.ts';

export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  [TEXT_COMMANDS, FILE_COMMANDS, PROCESS_COMMANDS, IDENTITY_COMMANDS].flatMap((group) => Object.entries(group)),
);
