import { compareVersions } from '../kit/compare-versions.ts';
import { LANGUAGES, readAboutApp } from './app-file.ts';
import { type FlowFile, type FlowFolders, SHARED_FOLDER } from './folder.ts';
import type { Choice } from './variant.ts';
import { ANY_VERSION, isInRange } from './version-range.ts';

/** The kinds of phones that the files of a folder tell apart. */
export interface Phones {
  /** One of each kind. */
  readonly all: readonly Choice[];
  /** Which kind a phone is of. */
  keyOf(choice: Choice): string;
}

/**
 * Takes the ends of all version ranges and the languages of all conditions. Between two ends the same files fit, so one
 * version stands for all of them.
 */
export function phonesOf(folders: FlowFolders, folder: string, report: (error: unknown) => void): Phones {
  const ends = new Set<string>();
  const languages = new Set<string>();
  const reported = (read: () => void): void => {
    try {
      read();
    } catch (error) {
      report(error);
    }
  };
  const files: FlowFile[] = [];
  reported(() => {
    const names = [folder, SHARED_FOLDER].filter((name) => name === folder || folders.folders().includes(name));
    files.push(...names.flatMap((name) => folders.files(name)));
  });
  for (const file of files) {
    reported(() => {
      const { versions, language } = folders.read(file).conditions;
      for (const end of [versions.from, versions.below]) if (end !== null) ends.add(end);
      if (language !== null) languages.add(language);
    });
  }
  let versions = ANY_VERSION;
  reported(() => {
    const about = readAboutApp(folders, folder);
    versions = about.versions;
    // The languages of the shipped texts are in every file; others are only where the app says so.
    for (const language of about.languages) if (!LANGUAGES.includes(language)) languages.add(language);
  });
  const first = versions.from ?? OLDEST;
  const starts = [...ends].filter((end) => isInRange(end, versions) && compareVersions(end, first) > 0);
  return phonesFrom([first, ...starts.sort(compareVersions)], [null, ...languages]);
}

/** Older than any end. */
const OLDEST = '0';

/** @param starts the first version of each stretch in which the same files fit, oldest first. */
function phonesFrom(starts: readonly [string, ...string[]], languages: readonly (string | null)[]): Phones {
  // What is beyond the versions the app says is looked up as the nearest one.
  const startOf = (version: string): string =>
    starts.findLast((start) => compareVersions(start, version) <= 0) ?? starts[0];
  const keyOf = ({ version, language }: Choice): string =>
    JSON.stringify([startOf(version ?? NEWEST), languages.includes(language) ? language : null]);
  return { all: starts.flatMap((version) => languages.map((language) => ({ version, language }))), keyOf };
}

/** A version that nobody knows is taken for the newest. */
const NEWEST = String(Number.MAX_SAFE_INTEGER);
