import type { TaskAttempt, TaskDetail } from '../../../src/contract/types.ts';
import type { EvidenceLink } from './waits.ts';

/** The part of the address that opens a kept file. */
export const LOOK = 'look';

/** The name of a kept file within its task: `1-02-failure.xml`. */
export function fileNameOf({ url }: EvidenceLink): string {
  return decodeURIComponent(url.slice(url.lastIndexOf('/') + 1));
}

export interface Sight {
  readonly link: EvidenceLink;
  /** Of the same moment as a tree. */
  readonly picture: EvidenceLink | null;
}

/** The kept file of a task by its name, with the picture that goes with a tree. */
export function findSight({ attempts }: TaskDetail, name: string | null): Sight | null {
  for (const attempt of attempts) {
    const link = attempt.evidence.find((entry) => fileNameOf(entry) === name);
    if (link !== undefined) return { link, picture: link.kind === 'tree' ? pictureOf(attempt, link) : link };
  }
  return null;
}

function pictureOf({ evidence }: TaskAttempt, tree: EvidenceLink): EvidenceLink | null {
  const before = evidence.slice(0, evidence.indexOf(tree));
  return before.findLast(({ kind, name }) => kind === 'screenshot' && name === tree.name) ?? null;
}
