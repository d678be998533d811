import { type Command, Option } from 'commander';
import { PLATFORMS, type Platform } from '../contract/common.ts';
import { addServerSettings, addVerbose, withExample } from './options.ts';
import { contextOf, type Session } from './start.ts';

interface ImportFlags {
  readonly dryRun?: boolean;
  readonly skipInvalid?: boolean;
  readonly platform?: Platform;
}

/** Adds `account` with its two commands, which talk to the running server. */
export function addAccount(program: Command, session: Session): void {
  const account = program.command('account').description('Brings accounts into the running server and out of it.');
  withExample(account, 'postwright account import accounts.csv --dry-run');
  addImport(account, session);
  addExport(account, session);
}

function addImport(account: Command, session: Session): void {
  const command = account
    .command('import')
    .description('Registers and changes accounts by a CSV or XLSX sheet, all or none. Passwords are refused.')
    .argument('<file>', 'The sheet, with headings in its first row.')
    .option('--dry-run', 'Only say what would happen.')
    .option('--skip-invalid', 'Leave out rows with errors instead of refusing the sheet.')
    .addOption(new Option('--platform <platform>', 'Of rows that name none.').choices(PLATFORMS));
  addVerbose(addServerSettings(command)).action(async (file: string, options: ImportFlags & object) => {
    const { config, terminal } = await contextOf(session, { ...options });
    const { runAccountImport } = await import('./account.ts');
    session.end(await runAccountImport({ file, config, terminal, ...options }));
  });
  withExample(command, 'postwright account import accounts.xlsx --platform tiktok --dry-run');
}

function addExport(account: Command, session: Session): void {
  const command = account
    .command('export')
    .description('Writes all accounts into a sheet; the name of the file says which kind: .csv or .xlsx.')
    .argument('<file>', 'Where to write it.');
  addVerbose(addServerSettings(command)).action(async (file: string, options: object) => {
    const { config, terminal } = await contextOf(session, { ...options });
    const { runAccountExport } = await import('./account.ts');
    await runAccountExport({ file, config, terminal });
  });
  withExample(command, 'postwright account export accounts.csv');
}
