import { fileURLToPath } from 'node:url';
import { AppFlows } from '../../flows/library.ts';
import type { AppName } from '../script.ts';
import type { AppDriver } from './app-driver.ts';
import { instagram } from './instagram.ts';
import { checkNames } from './names.ts';
import { PHONE_POST_PACE, type PostPace } from './pace.ts';
import { tiktok } from './tiktok.ts';

export interface KnownApp {
  readonly driver: AppDriver;
  readonly flows: AppFlows;
}

export interface PostOptions {
  /** The folder of the flows; the package's own `flows/` when absent. */
  readonly flowsFolder?: string;
  /** How long things are given; those of a real phone when absent. */
  readonly pace?: PostPace;
}

/** What `post` knows: each app's driver with its flows, all read and validated, and the pace. */
export interface PostKnowledge {
  readonly apps: Readonly<Record<AppName, KnownApp>>;
  readonly pace: PostPace;
}

/** From `src/scripts/post` as from `dist/scripts/post`, the flows lie beside the sources' root. */
const OWN_FLOWS = fileURLToPath(new URL('../../../flows/', import.meta.url));

/** @throws FLOW_INVALID naming file, line and column. */
export function readKnowledge({ flowsFolder = OWN_FLOWS, pace = PHONE_POST_PACE }: PostOptions = {}): PostKnowledge {
  const know = (driver: AppDriver): KnownApp => {
    const flows = new AppFlows(flowsFolder, driver.app);
    checkNames(flows, driver.app);
    return { driver, flows };
  };
  return { apps: { tiktok: know(tiktok), instagram: know(instagram) }, pace };
}
