import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { writeCsv as write } from 'hucre/csv';

import { PostwrightError } from '../../errors.ts';
import { countHeadings } from './columns.ts';
import { assertRowCount, escapeCell, MAX_SHEET_COLUMNS, MAX_SHEET_ROWS, type SheetRow, unreadable } from './table.ts';

/** In the order they are tried; the one that shows the most headings we know wins. */
const DELIMITERS = [',', ';', '\t', '|'] as const;
/** A line that Excel itself understands and other programs show: `sep=;`. */
const EXCEL_HINT = /^sep=(.)\r?\n/i;
/** Longer than any row of accounts: a quotation mark that is never closed must not swallow the whole file. */
const MAX_ROW_UNITS = 100_000;

/**
 * Reads comma-, semicolon-, tab- or bar-separated text in UTF-8 or (with a byte order mark) UTF-16.
 * @throws INVALID_PARAMETER naming the line, never what is in it.
 */
export function readCsv(bytes: Uint8Array): SheetRow[] {
  const whole = decode(bytes);
  const hint = EXCEL_HINT.exec(whole);
  const text = hint === null ? whole : whole.slice(hint[0].length);
  const skipped = hint === null ? 0 : 1;
  const records = parseRecords(text, { delimiter: hint?.[1] ?? delimiterOf(text), to: MAX_SHEET_ROWS + 2, skipped });
  assertRowCount(records.length);
  if (records.some((record) => record.length > MAX_SHEET_COLUMNS))
    throw unreadable(`has more than ${MAX_SHEET_COLUMNS} columns`);
  return records.map((cells, index) => ({ number: index + 1 + skipped, cells }));
}

/** As Excel opens it without asking: a byte order mark, commas, CRLF. */
export function writeCsv(rows: readonly (readonly string[])[]): Uint8Array {
  const text = write(
    rows.map((row) => row.map(escapeCell)),
    { bom: true },
  );
  return new TextEncoder().encode(text);
}

function decode(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  try {
    // The decoder takes the byte order mark away.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(`is not ${encoding.toUpperCase()} text; in Excel, save it as "CSV UTF-8 (comma delimited)"`);
  }
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (bytes.includes(0)) {
    throw unreadable(
      'is neither CSV text nor an .xlsx file (or UTF-16 without a byte order mark); save it as CSV UTF-8',
    );
  }
  return 'utf-8';
}

function delimiterOf(text: string): string {
  const scored = DELIMITERS.map((delimiter) => {
    const headings = headingsBy(delimiter, text);
    return { delimiter, known: countHeadings(headings), columns: headings.length };
  });
  const [best] = scored.toSorted((a, b) => b.known - a.known || b.columns - a.columns);
  return best?.delimiter ?? ',';
}

/** None where the text cannot be read by this delimiter. */
function headingsBy(delimiter: string, text: string): readonly string[] {
  try {
    return parseRecords(text, { delimiter, to: 1, skipped: 0 })[0] ?? [];
  } catch (error) {
    if (error instanceof PostwrightError) return [];
    throw error;
  }
}

interface ParseWish {
  readonly delimiter: string;
  /** Records to read at most. */
  readonly to: number;
  /** Lines before the text. */
  readonly skipped: number;
}

function parseRecords(text: string, { delimiter, to, skipped }: ParseWish): string[][] {
  try {
    return parse(text, {
      delimiter,
      to,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: MAX_ROW_UNITS,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable(faultOf(error, skipped));
  }
}

/** The parser's own words quote the cell. */
function faultOf(error: CsvError, skipped: number): string {
  const line = typeof error.lines === 'number' ? ` (line ${error.lines + skipped})` : '';
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
    case 'CSV_MAX_RECORD_SIZE':
      return `has a quotation mark that is not closed, or a row of more than ${MAX_ROW_UNITS} characters${line}`;
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return `has a quotation mark inside a cell${line}; put the cell in quotation marks and double those in it`;
    default:
      return `is not readable as CSV${line}`;
  }
}
