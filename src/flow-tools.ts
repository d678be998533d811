/** What the commands `flow …` do: flow files, flows on a phone, and recordings of them. None of it needs the database. */

import { blankPng } from './flow-tools/blank.ts';
import { type FlowPlaces, openFlows } from './flow-tools/files.ts';
import type { Bundle } from './flows/bundle/bundle.ts';
import { redactBundle } from './flows/bundle/redact.ts';
import { type ReplayEnd, type ReplayOptions, replayBundle } from './flows/bundle/replay.ts';

export { checkFlowFiles, type FlowPlaces, listFlows } from './flow-tools/files.ts';
export { type FlowWatcher, type Played, type PlayOptions, playFlow, recordFlow } from './flow-tools/play.ts';
export { readBundle, writeBundle } from './flows/bundle/bundle.ts';
export { RecordingEnds } from './flows/bundle/replay-screen.ts';
export type { FlowStep, StepEnd } from './flows/run.ts';

/** @param texts to take out besides variables, what was typed and handles. */
export async function redact(bundle: Bundle, texts: readonly string[]): Promise<Bundle> {
  return await redactBundle(bundle, { texts, blank: blankPng });
}

export async function replay(bundle: Bundle, options: FlowPlaces & Omit<ReplayOptions, 'library'>): Promise<ReplayEnd> {
  return await replayBundle(bundle, { ...options, library: openFlows(options, bundle.app) });
}
