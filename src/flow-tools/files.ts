/** The flow files themselves: the package's own with the operator's copies over them, and those of custom scripts. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { OPERATOR_FLOWS } from '../doctor/flows.ts';
import { CUSTOM_SCRIPTS } from '../doctor/scripts.ts';
import { PostwrightError } from '../errors.ts';
import { FlowLibrary } from '../flows/flow-library.ts';
import { SHARED_FOLDER } from '../flows/folder.ts';
import { doubtsAbout, type ListedFile, listFiles } from '../flows/list.ts';
import { ANY_PHONE } from '../flows/variant.ts';
import { suggestion } from '../flows/yaml.ts';
import { type CustomEntry, CustomScripts } from '../scripts/custom/custom-scripts.ts';
import { SCRIPT_FILE } from '../scripts/custom/folder.ts';
import { openFlowLibrary } from '../scripts/post/known-apps.ts';

export interface FlowPlaces {
  readonly config: Pick<Config, 'dataDir'>;
  /** In place of the operator's folder in the data directory. */
  readonly flowsFolder: string | null;
}

/** @param app a folder of flows, or the name of a custom script; null for all folders of flows. */
export function openFlows(places: FlowPlaces, app: string | null): FlowLibrary {
  const { config, flowsFolder } = places;
  const flows = openFlowLibrary({ operatorFlows: flowsFolder ?? join(config.dataDir, OPERATOR_FLOWS) });
  if (app === null || flows.folders.folders().includes(app) || openScripts(places).find(app) === undefined)
    return flows;
  return new FlowLibrary({
    roots: { shipped: scriptsFolder(places), operator: null },
    notFlows: [SCRIPT_FILE],
    shared: () => flows.flows(SHARED_FOLDER, ANY_PHONE).dialogs,
  });
}

function openScripts(places: FlowPlaces): CustomScripts {
  return new CustomScripts({ folder: scriptsFolder(places), androidDialogs: () => [] });
}

function scriptsFolder({ config }: FlowPlaces): string {
  return join(config.dataDir, CUSTOM_SCRIPTS);
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
  const library = openFlows(places, app);
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
  const library = openFlows(places, null);
  const scripts = openScripts(places).list();
  const named = scripts.filter(({ name }) => app === null || name === app).map(checkScript(places));
  if (app !== null && named.length > 0 && !library.folders.folders().includes(app)) return named;
  return [...checkFolders(library, app), ...(app === null ? named : [])];
}

/** A custom script as a whole: script.yaml with its flows. */
function checkScript(places: FlowPlaces): (entry: CustomEntry) => FlowCheck {
  return ({ name, error }) => {
    if (error !== null) return { folder: name, files: 0, problems: [error], doubts: [] };
    const { folders } = openFlows(places, name);
    return { folder: name, files: folders.files(name).length + 1, problems: [], doubts: [] };
  };
}

function checkFolders(library: FlowLibrary, app: string | null): readonly FlowCheck[] {
  return foldersOf(library, app).map((folder) => {
    const problems = library.problems(folder).map(({ message }) => message);
    if (problems.length > 0) return { folder, files: 0, problems, doubts: [] };
    const { folders } = library;
    return { folder, files: folders.files(folder).length, problems, doubts: doubtsAbout(folders, folder) };
  });
}
