import { ERRORS, type ErrorEntry } from '../errors.ts';

const ROWS = Object.entries(ERRORS as Readonly<Record<string, ErrorEntry>>);

/** The text of docs/errors.md, in Markdown. */
export function errorsPage(): string {
  return `${[
    '# Errors',
    'Generated from the error table (`src/errors.ts`) by `npm run generate`. A code or name that was retired is never used again.',
    '## Answers of the API',
    'Every answer below `/api/v1` is `{ "code": …, "message": …, "data": … }`; `code` 0 is success. The message says more than the sentence here.',
    table(['Code', 'Status', 'Name', 'What it says', 'What to do'], apiRows()),
    '## Why a task failed',
    'These are the values of `error.code` of a task. Those marked *yes* are tried again by themselves, up to `max_retries`, as long as nothing can have been published.',
    table(['Code', 'Tried again', 'What it says', 'What to do'], taskRows()),
    '## Why a command cannot begin',
    'These are said on the terminal.',
    table(['Name', 'What it says', 'What to do'], startRows()),
  ].join('\n\n')}\n`;
}

function apiRows(): string[][] {
  const rows = ROWS.flatMap(([name, entry]) => (entry.kind === 'api' ? [{ name, ...entry }] : []));
  return rows
    .toSorted((a, b) => a.code - b.code)
    .map(({ name, code, status, sentence, remedy }) => [String(code), String(status), mono(name), sentence, remedy]);
}

function taskRows(): string[][] {
  return ROWS.flatMap(([name, entry]) =>
    entry.kind === 'task' ? [[mono(name), entry.retryable ? 'yes' : 'no', entry.sentence, entry.remedy]] : [],
  );
}

function startRows(): string[][] {
  return ROWS.flatMap(([name, entry]) => (entry.kind === 'start' ? [[mono(name), entry.sentence, entry.remedy]] : []));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function mono(name: string): string {
  return `\`${name}\``;
}
