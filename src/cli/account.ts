import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Config } from '../config.ts';
import type { ImportReport } from '../contract/account-sheet.ts';
import { PostwrightError } from '../errors.ts';
import { ApiRefusal, serverClient } from './api-client.ts';
import type { Terminal } from './terminal.ts';

interface SheetCommand {
  readonly file: string;
  readonly config: Config;
  readonly terminal: Terminal;
}

interface ImportCommand extends SheetCommand {
  readonly dryRun?: boolean;
  readonly skipInvalid?: boolean;
  readonly platform?: string;
}

/** Sends a sheet to the server and tells what came of each row. @returns 1 when rows were refused. */
export async function runAccountImport(command: ImportCommand): Promise<number> {
  const { file, config, terminal, dryRun, skipInvalid, platform } = command;
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new PostwrightError('FILE_UNUSABLE', `${file} cannot be read.`, { cause });
  });
  const query = new URLSearchParams({
    ...(dryRun === true ? { dry_run: 'true' } : {}),
    ...(skipInvalid === true ? { skip_invalid: 'true' } : {}),
    ...(platform === undefined ? {} : { platform }),
  });
  try {
    const report = await serverClient(config).upload<ImportReport>(`/account/import?${query}`, bytes);
    tell(report, terminal);
    return report.invalid > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.errors.length === 0) throw error;
    terminal.warn(`${basename(file)} was refused; nothing was changed.`);
    for (const { path, message } of error.errors) terminal.warn(`  ${path}: ${message}`);
    return 1;
  }
}

function tell({ dry_run: dryRun, rows, ignored_columns: ignored, ...counts }: ImportReport, terminal: Terminal): void {
  for (const { column, did_you_mean: meant } of ignored)
    terminal.print(`Column "${column}" is not read${meant === null ? '' : `; did you mean "${meant}"?`}`);
  for (const { row, outcome, platform, username, changes } of rows) {
    if (outcome === 'invalid' || outcome === 'unchanged') continue;
    const what = changes.length === 0 ? outcome : `${outcome}: ${changes.join(', ')}`;
    terminal.print(`  row ${row}  ${platform} ${username}  ${what}`);
  }
  for (const { row, errors } of rows) {
    for (const { column, message, remedy } of errors)
      terminal.warn(`  row ${row}, ${column === null ? '' : `column ${column} `}${message}. ${remedy}`);
  }
  const { total, created, updated, unchanged, invalid } = counts;
  const summary = `${total} rows: ${created} created, ${updated} updated, ${unchanged} unchanged, ${invalid} with errors.`;
  terminal.print(dryRun ? `A dry run, nothing was changed. ${summary}` : summary);
}

/** Writes all accounts of the server into a file. */
export async function runAccountExport({ file, config, terminal }: SheetCommand): Promise<void> {
  const format = extname(file).slice(1).toLowerCase();
  if (format !== 'csv' && format !== 'xlsx')
    throw new PostwrightError('FILE_UNUSABLE', `${file} ends neither in .csv nor in .xlsx.`);
  const sheet = await serverClient(config).download(`/account/export?format=${format}`);
  await writeFile(file, sheet).catch((cause: unknown) => {
    throw new PostwrightError('FILE_UNUSABLE', `${file} cannot be written.`, { cause });
  });
  terminal.print(`The accounts are in ${file}.`);
}
