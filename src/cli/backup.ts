import { resolve } from 'node:path';
import type { WriteStream } from 'node:tty';

import { type BackupJob, restoreBackup, takeBackup } from '../app/backup/commands.ts';
import type { Config } from '../config.ts';
import { LiveLines } from './live-lines.ts';
import { megabytes, ProgressBar } from './progress-bar.ts';
import { listenForStop } from './stop-signals.ts';
import type { Terminal, TerminalStreams } from './terminal.ts';

interface BackupCommand {
  readonly config: Config;
  readonly file: string;
  readonly terminal: Terminal;
  readonly streams: TerminalStreams;
}

const REDRAW_MS = 100;
const SECOND_MS = 1000;

/** Writes a backup, while a server runs or not. */
export async function runBackup(command: BackupCommand): Promise<number> {
  const startedAt = performance.now();
  const end = await interruptibly(command, takeBackup);
  const { terminal, file } = command;
  terminal.print(`${file}  ${megabytes(end.sizeBytes)}  in ${seconds(startedAt)}`);
  terminal.print(`${countsOf(end.rows)}, ${end.files} files.`);
  if (end.missing > 0)
    terminal.print(`${end.missing} files that the database names are not in the data directory any more.`);
  terminal.print('Not in it: the licence token (license.jwt) and the settings. Keep it as safe as the data directory.');
  return 0;
}

/** Restores a backup into an empty data directory. */
export async function runRestore(command: BackupCommand): Promise<number> {
  const startedAt = performance.now();
  const { about, end, held } = await interruptibly(command, restoreBackup);
  const { terminal, config } = command;
  terminal.print(`Restored into ${config.dataDir} in ${seconds(startedAt)}, as of ${about.taken_at}, and checked.`);
  terminal.print(`${countsOf(end.rows)}, ${end.files} files.`);
  if (held.due > 0)
    terminal.print(
      `${held.due} pending tasks were due. They may have been published since the backup, so they wait for a decision: POST /api/v1/task/overdue.`,
    );
  if (held.interrupted > 0)
    terminal.print(
      `${held.interrupted} tasks were being carried out. Whether they were published is unknown: POST /api/v1/task/{id}/settle.`,
    );
  return 0;
}

async function interruptibly<T>(
  { config, file, streams }: BackupCommand,
  work: (job: BackupJob) => Promise<T>,
): Promise<T> {
  const stopping = new AbortController();
  const signals = listenForStop();
  void signals.asked.then(() => stopping.abort(new Error('It was interrupted; nothing is left of it.')));
  const bar = drawing(file, streams);
  try {
    return await work({ config, path: resolve(file), signal: stopping.signal, onProgress: bar.show });
  } finally {
    bar.done();
    signals.release();
  }
}

/** A bar on a terminal, and nothing anywhere else. */
function drawing(file: string, { err }: TerminalStreams): { show: BackupJob['onProgress']; done(): void } {
  if (!err.isTTY) return { show: () => {}, done: () => {} };
  const bar = new ProgressBar(file);
  const lines = new LiveLines(err as WriteStream);
  let drawnAtMs = 0;
  return {
    show: (phase, done, total) => {
      const now = performance.now();
      if (done < total && now - drawnAtMs < REDRAW_MS) return;
      drawnAtMs = now;
      lines.show([bar.line(phase, done, total)]);
    },
    done: () => lines.done(),
  };
}

const seconds = (startedAt: number): string => `${((performance.now() - startedAt) / SECOND_MS).toFixed(1)} s`;

const NAMED = ['tasks', 'attempts', 'accounts', 'materials', 'devices'] as const;

function countsOf(rows: Readonly<Record<string, number>>): string {
  return NAMED.map((name) => `${rows[name] ?? 0} ${name}`).join(', ');
}
