/** Every program of the phone, by name. */
import type { Command } from './call.ts';
import { am } from './commands/am/am.ts';
import { cmd } from './commands/cmd.ts';
import { content } from './commands/content/content.ts';
import { dumpsys } from './commands/dumpsys/dumpsys.ts';
import { FILE_COMMANDS } from './commands/files.ts';
import { IDENTITY_COMMANDS } from './commands/identity.ts';
import { input } from './commands/input.ts';
import { pm } from './commands/pm/pm.ts';
import { PROCESS_COMMANDS } from './commands/processes.ts';
import { SCREEN_COMMANDS } from './commands/screen.ts';
import { settings } from './commands/settings.ts';
import { SYSTEM_COMMANDS } from './commands/system.ts';
import { TEXT_COMMANDS } from './commands/text.ts';

const TOOLS: Readonly<Record<string, Command>> = { am, cmd, content, dumpsys, input, pm, settings };

export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  [TEXT_COMMANDS, FILE_COMMANDS, PROCESS_COMMANDS, IDENTITY_COMMANDS, SCREEN_COMMANDS, SYSTEM_COMMANDS, TOOLS].flatMap(
    (group) => Object.entries(group),
  ),
);
