/** The flow files themselves: the package's own, and the operator's copies over them. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { OPERATOR_FLOWS } from '../doctor/flows.ts';
import { PostwrightError } from '../errors.ts';
import type { FlowLibrary } from '../flows/flow-library.ts';
import { doubtsAbout, type ListedFile, listFiles } from '../flows/list.ts';
import { suggestion } from '../flows/yaml.ts';
import { openFlowLibrary } from '../scripts/post/known-apps.ts';

export interface FlowPlaces {
  readonly config: Pick<Config, 'dataDir'>;
  /** In place of the operator's folder in the data directory. */
  readonly flowsFolder: string | null;
}

export function openFlows({ config, flowsFolder }: FlowPlaces): FlowLibrary {
  return openFlowLibrary({ operatorFlows: flowsFolder ?? join(config.dataDir, OPERATOR_FLOWS) });
}

/** The folders to look at. @throws FLOW_INVALID when there is none of that name. */
function foldersOf(library: FlowLibrary, app: string | null): readonly string[] {
  const known = library.folders.folders();
  if (app === null) return known;
  if (!known.includes(app))
    throw new PostwrightError('FLOW_INVALID', `${app}: there is no such folder of flows${suggestion(app, known)}`);
  return [app];
}

/** Every file but `app.yaml`, by folder. */
export function listFlows(places: FlowPlaces, app: string | null): readonly ListedFile[] {
  const library = openFlows(places);
  return foldersOf(library, app).flatMap((folder) => listFiles(library.folders, folder));
}

export interface FlowCheck {
  readonly folder: string;
  readonly files: number;
  /** Each with file, line and column: attempts fail until they are mended. */
  readonly problems: readonly string[];
  /** What is valid and yet hardly meant. */
  readonly doubts: readonly string[];
}

export function checkFlowFiles(places: FlowPlaces, app: string | null): readonly FlowCheck[] {
  const library = openFlows(places);
  return foldersOf(library, app).map((folder) => {
    const problems = library.problems(folder).map(({ message }) => message);
    if (problems.length > 0) return { folder, files: 0, problems, doubts: [] };
    const { folders } = library;
    return { folder, files: folders.files(folder).length, problems, doubts: doubtsAbout(folders, folder) };
  });
}
