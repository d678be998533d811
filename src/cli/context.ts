import type { Origins } from '../config/in-force.ts';
import type { Config } from '../config.ts';
import type { Log } from '../kit/log.ts';
import type { Terminal } from './terminal.ts';

/** What a command that runs Postwright gets. It returns the exit code; what it throws is printed by `run`. */
export interface CommandContext {
  readonly config: Config;
  /** Who gave each setting its value. */
  readonly origins: Origins;
  readonly log: Log;
  readonly terminal: Terminal;
}

export interface DemoOptions extends CommandContext {
  /** Ends after the posts, with exit code 0 only if the rack's ledger holds exactly them. */
  readonly once: boolean;
  readonly pace: 'instant' | 'brisk' | 'real';
}
