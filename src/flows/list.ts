import { readFileSync } from 'node:fs';
import { PostwrightError } from '../errors.ts';
import { readAboutApp } from './app-file.ts';
import type { Trial } from './command.ts';
import { APP_FILE, DIALOGS_FILE, ELEMENTS_FILE, type FlowFile, type FlowFolders, TEXTS_FILE } from './folder.ts';
import { readHeader } from './header.ts';
import { conditionWords } from './variant.ts';
import { rangeWords } from './version-range.ts';

const NO_FLOWS: readonly string[] = [APP_FILE, TEXTS_FILE, ELEMENTS_FILE, DIALOGS_FILE];

/** One file as a list shows it. */
export interface ListedFile {
  readonly file: FlowFile;
  readonly isFlow: boolean;
  /** `>=38 <40, es`; `any`. */
  readonly conditions: string;
  /** Empty for what is no flow. */
  readonly triedOn: readonly Trial[];
  /** Why it cannot be read; null when it can. */
  readonly problem: string | null;
}

export function listFiles(folders: FlowFolders, folder: string): readonly ListedFile[] {
  return folders.files(folder).map((file) => {
    const isFlow = !NO_FLOWS.includes(file.base);
    try {
      const { conditions, header } = folders.read(file);
      if (file.base === APP_FILE)
        return { file, isFlow, conditions: aboutWords(folders, folder), triedOn: [], problem: null };
      const triedOn = isFlow && header !== null ? readHeader(header).triedOn : [];
      return { file, isFlow, conditions: conditionWords(conditions), triedOn, problem: null };
    } catch (error) {
      if (!(error instanceof PostwrightError)) throw error;
      return { file, isFlow, conditions: '?', triedOn: [], problem: error.message };
    }
  });
}

function aboutWords(folders: FlowFolders, folder: string): string {
  const { versions, languages } = readAboutApp(folders, folder);
  return `${rangeWords(versions)}, ${languages.join(' ')}`;
}

/** What is valid and yet hardly meant: an operator's file that nothing uses, or that changes nothing. */
export function doubtsAbout(folders: FlowFolders, folder: string): readonly string[] {
  const files = folders.files(folder);
  const shipped = folders.shippedFiles(folder);
  return files
    .filter(({ source }) => source === 'operator')
    .flatMap((file) => {
      const isUsed =
        shipped.some(({ base }) => base === file.base) || NO_FLOWS.includes(file.base) || isCalled(file, files);
      if (!isUsed) return [`${file.shown}: it takes the place of no shipped file, and no flow calls it`];
      const original = shipped.find(({ name }) => name === file.name);
      if (original === undefined || contentOf(original) !== contentOf(file)) return [];
      return [`${file.shown}: it says what the shipped file says; taken away, it cannot fall behind an update`];
    });
}

function isCalled({ base }: FlowFile, files: readonly FlowFile[]): boolean {
  return files.some((other) => other.base !== base && contentOf(other)?.includes(`${base}.yaml`));
}

function contentOf({ path }: FlowFile): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
