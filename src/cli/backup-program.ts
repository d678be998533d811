import type { Command } from 'commander';
import { addSettings, addVerbose, withExample } from './options.ts';
import { contextOf, type Session } from './start.ts';

/** What both need to know: where the data are. */
const SETTINGS_OF_DATA = ['data-dir', 'database-url'] as const;

/** Adds `backup` and `restore`. */
export function addBackup(program: Command, session: Session): void {
  const backup = program
    .command('backup')
    .description('Writes tasks, accounts, materials, evidence, scripts and flows into one file; the server may run.')
    .argument('<file>', 'What to write, a tar. It must not be there yet.');
  addVerbose(addSettings(backup, SETTINGS_OF_DATA)).action(async (file: string, options: object) => {
    const { config, terminal } = await contextOf(session, { ...options });
    const { runBackup } = await import('./backup.ts');
    session.end(await runBackup({ config, file, terminal, streams: session.streams }));
  });
  withExample(backup, 'postwright backup postwright-monday.tar');
  const restore = program
    .command('restore')
    .description('Restores a backup into an empty data directory, and checks every byte of it.')
    .argument('<file>', 'What "backup" has written.');
  addVerbose(addSettings(restore, SETTINGS_OF_DATA)).action(async (file: string, options: object) => {
    const { config, terminal } = await contextOf(session, { ...options });
    const { runRestore } = await import('./backup.ts');
    session.end(await runRestore({ config, file, terminal, streams: session.streams }));
  });
  withExample(restore, 'postwright restore postwright-monday.tar --data-dir /srv/postwright');
}
