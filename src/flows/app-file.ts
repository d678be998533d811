import { APP_FILE, type FlowFolders } from './folder.ts';
import { readLanguage } from './variant.ts';
import { ANY_VERSION, readVersionRange, type VersionRange } from './version-range.ts';

/** The languages the flows of an app know when its `app.yaml` says nothing. */
export const LANGUAGES: readonly string[] = ['en', 'es'];

/** What `app.yaml` says of an app. */
export interface AboutApp {
  /** As sentences say it: `TikTok`. */
  readonly title: string;
  /** The versions its flows are for. */
  readonly versions: VersionRange;
  /** Those in which each of its texts has wordings. */
  readonly languages: readonly string[];
}

/** @throws FLOW_INVALID */
export function readAboutApp(folders: FlowFolders, folder: string): AboutApp {
  const file = folders.files(folder).find(({ name }) => name === APP_FILE);
  if (file === undefined) return { title: folder, versions: ANY_VERSION, languages: LANGUAGES };
  const fields = folders.read(file).body.fields();
  const versions = fields.take('versions');
  const languages = fields.take('languages');
  const about = {
    title: fields.need('title').string(),
    versions: versions === undefined ? ANY_VERSION : readVersionRange(versions),
    languages: languages?.list().map(readLanguage) ?? LANGUAGES,
  };
  fields.end();
  if (about.languages.length === 0) throw languages?.invalid('"languages" is empty') ?? new Error('never');
  return about;
}
