import { type CellValue, HucreError } from 'hucre';
import { streamXlsxRows, writeXlsx as write } from 'hucre/xlsx';
import { fromBufferPromise } from 'yauzl';

import { PostwrightError } from '../../errors.ts';
import { assertRowCount, type Cell, escapeCell, MAX_SHEET_COLUMNS, type SheetRow, unreadable } from './table.ts';

/** What a workbook may come to when it is unpacked; the largest list of TikMatrix comes to about 7 MB. */
const MAX_UNPACKED_BYTES = 16 * 1024 * 1024;
/** A workbook of one sheet has about ten parts. */
const MAX_PARTS = 500;
/** Of a workbook's own name, as Excel shows it on the tab. */
const SHEET_NAME = 'accounts';

/** Reads the first sheet of a workbook. @throws INVALID_PARAMETER */
export async function readXlsx(bytes: Uint8Array): Promise<SheetRow[]> {
  await assertSmallWhenUnpacked(bytes);
  const rows: SheetRow[] = [];
  try {
    for await (const { index, values } of streamXlsxRows(bytes)) {
      if (values.length > MAX_SHEET_COLUMNS) throw unreadable(`has more than ${MAX_SHEET_COLUMNS} columns`);
      const cells = values.map(cellOf);
      // Workbooks may hold a million rows that were only formatted.
      if (cells.every((cell) => cell === '')) continue;
      rows.push({ number: index + 1, cells });
      assertRowCount(rows.length);
    }
  } catch (error) {
    if (!(error instanceof HucreError)) throw error;
    throw unreadable('is no .xlsx workbook that can be read; open it in a spreadsheet and save it anew');
  }
  return rows;
}

export async function writeXlsx(rows: readonly (readonly string[])[]): Promise<Uint8Array> {
  return await write({ sheets: [{ name: SHEET_NAME, rows: rows.map((row) => row.map(escapeCell)) }] });
}

/**
 * Unpacks every part into nothing and counts: what an archive says of its own sizes may be a lie. The reader after this
 * goes by the same directory of the archive.
 */
async function assertSmallWhenUnpacked(bytes: Uint8Array): Promise<void> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let unpacked = 0;
  try {
    const zip = await fromBufferPromise(buffer);
    if (zip.entryCount > MAX_PARTS) throw unreadable('holds more parts than a workbook has');
    for await (const entry of zip.eachEntry()) {
      // Sizes that stand only after the data are looked for by other readers in their own ways.
      if (entry.compressedSize === 0 && !entry.fileName.endsWith('/')) throw unreadable('holds a part without a size');
      if (unpacked + entry.uncompressedSize > MAX_UNPACKED_BYTES) throw tooLarge();
      for await (const chunk of await zip.openReadStreamPromise(entry)) unpacked += (chunk as Buffer).length;
    }
  } catch (error) {
    if (error instanceof PostwrightError) throw error;
    throw unreadable('is damaged: it begins like an .xlsx workbook, but cannot be unpacked');
  }
}

function tooLarge(): PostwrightError {
  return unreadable(`comes to more than ${MAX_UNPACKED_BYTES / 1024 ** 2} MiB when it is unpacked`);
}

function cellOf(value: CellValue): Cell {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    // Excel keeps 15 digits: a longer serial has lost its end already.
    return Number.isSafeInteger(value) && Math.abs(value) < 1e15
      ? String(value)
      : {
          message: 'is a number that the sheet rounds',
          remedy: 'Give the column the format "Text" and write it anew.',
        };
  }
  return { message: 'is a date', remedy: 'Give the column the format "Text" and write it anew.' };
}
