import { fileURLToPath } from 'node:url';
import { PostwrightError } from '../../errors.ts';
import { FlowLibrary } from '../../flows/flow-library.ts';
import type { AppFlows } from '../../flows/library.ts';
import { refusalOf } from '../../flows/support.ts';
import type { Choice } from '../../flows/variant.ts';
import type { Log } from '../../kit/log.ts';
import type { AppName } from '../script.ts';
import type { AppDriver } from './app-driver.ts';
import { instagram } from './instagram.ts';
import { checkNames } from './names.ts';
import { PHONE_POST_PACE, type PostPace } from './pace.ts';
import { tiktok } from './tiktok.ts';

export const DRIVERS: Readonly<Record<AppName, AppDriver>> = { tiktok, instagram };
export const APP_NAMES: readonly AppName[] = ['tiktok', 'instagram'];

/** The packages of an app by the name of its flows' folder; none for one that is not known. */
export function packagesOf(folder: string): readonly string[] {
  return Object.values(DRIVERS).find(({ app }) => app === folder)?.packages ?? [];
}

export interface KnownApp {
  readonly driver: AppDriver;
  /**
   * The flows for a phone, as the files are now.
   * @throws FLOW_INVALID when a file is not valid; APP_VERSION_UNSUPPORTED and APP_LANGUAGE_UNSUPPORTED.
   */
  flowsFor(choice: Choice): AppFlows;
  /** For what has to be finished on any phone: valid ones, from before or as shipped, when the files are not valid now. */
  flowsToFinish(choice: Choice): AppFlows;
}

export interface PostOptions {
  /** The folder of the flows; the package's own `flows/` when absent. */
  readonly flowsFolder?: string;
  /** Where the operator's copies are, file by file; nowhere when absent. */
  readonly operatorFlows?: string;
  /** What messages call that folder; its path when absent. */
  readonly operatorFlowsShown?: string;
  /** How long things are given; those of a real phone when absent. */
  readonly pace?: PostPace;
  readonly log?: Log;
}

/** What `post` knows: each app's driver with its flows, and the pace. */
export interface PostKnowledge {
  readonly apps: Readonly<Record<AppName, KnownApp>>;
  readonly pace: PostPace;
}

/** From `src/scripts/post` as from `dist/scripts/post`, the flows lie beside the sources' root. */
const OWN_FLOWS = fileURLToPath(new URL('../../../flows/', import.meta.url));

/** The flow files of the package with the operator's copies over them, checked for what `post` needs of them. */
export function openFlowLibrary(options: PostOptions = {}): FlowLibrary {
  const { flowsFolder = OWN_FLOWS, operatorFlows, operatorFlowsShown, log } = options;
  return new FlowLibrary({
    roots: {
      shipped: flowsFolder,
      operator: operatorFlows ?? null,
      ...(operatorFlowsShown === undefined ? {} : { operatorShown: operatorFlowsShown }),
    },
    check: (flows) => {
      const app = APP_NAMES.find((name) => name === flows.folder);
      if (app !== undefined) checkNames(flows, app);
    },
    ...(log === undefined ? {} : { log }),
  });
}

/**
 * Reads all flow files. A mistake in an operator's copy is logged, and told by every attempt until it is mended.
 * @throws FLOW_INVALID for a mistake in the package's own files.
 */
export function readKnowledge(options: PostOptions = {}): PostKnowledge {
  const { flowsFolder, pace = PHONE_POST_PACE } = options;
  const library = openFlowLibrary(options);
  const broken = APP_NAMES.filter((app) => library.problems(app).length > 0);
  // Only what is wrong without the operator's copies is a fault of the package.
  const shipped = openFlowLibrary(flowsFolder === undefined ? {} : { flowsFolder });
  for (const app of broken) {
    const [problem] = shipped.problems(app);
    if (problem !== undefined) throw problem;
  }
  return { apps: { tiktok: know(library, tiktok), instagram: know(library, instagram) }, pace };
}

function know(library: FlowLibrary, driver: AppDriver): KnownApp {
  return {
    driver,
    flowsFor: (choice) => {
      const flows = library.flows(driver.app, choice);
      const refusal = refusalOf(flows.about, choice);
      if (refusal !== null) throw refusal;
      return flows;
    },
    flowsToFinish: (choice) => library.flowsToFinish(driver.app, choice),
  };
}

/** Whether the flows are for a phone, as they are now. */
export function supportOf(known: KnownApp, choice: Choice): PostwrightError | null {
  try {
    known.flowsFor(choice);
    return null;
  } catch (error) {
    if (error instanceof PostwrightError) return error;
    throw error;
  }
}
