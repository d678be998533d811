import { armFromEnvironment, type ConfigSources, readSettings, secretsOf } from '../config.ts';
import type { CommandContext } from './context.ts';
import { flagsOf } from './options.ts';
import type { Redactor } from './redactor.ts';
import type { Terminal, TerminalStreams } from './terminal.ts';

/** What every command has before it knows its settings. */
export interface Session {
  readonly terminal: Terminal;
  readonly redactor: Redactor;
  readonly streams: TerminalStreams;
  /** Says the exit code of the command. */
  end(exitCode: number): void;
}

/** Reads the settings and makes the log: what a command needs before it can begin. */
export async function contextOf(
  { terminal, redactor, streams }: Session,
  options: Readonly<Record<string, unknown>>,
  defaults: NonNullable<ConfigSources['defaults']> = {},
): Promise<CommandContext> {
  const { config, origins } = readSettings({ flags: flagsOf(options), defaults });
  armFromEnvironment();
  redactor.add(secretsOf(config));
  terminal.verbose ||= config.logLevel === 'debug';
  const { createLog } = await import('./log.ts');
  return { config, origins, terminal, log: createLog({ level: config.logLevel, redactor, stream: streams.err }) };
}
