import type { Phone } from '../../devices/phone.ts';
import type { Limits } from '../../kit/abort.ts';
import { evidenceOf, type ScreenEvidence } from '../../screen/evidence.ts';
import { nearestIn } from '../../screen/nearest.ts';
import type { Screen } from '../../screen/screen.ts';
import type { AttemptLedger, EvidenceOptions } from '../script.ts';

/** Evidence is worth a short wait, not a stuck attempt. */
const EVIDENCE_MS = 8_000;
/** What an error saw longer ago is not what ended the attempt. */
const SIGHT_LASTS_MS = 5_000;

/** Keeps a screenshot under a name. @returns its path; null when the disk did not take it. */
export async function keepScreenshot(
  screen: Screen,
  ledger: AttemptLedger,
  { name, ...limits }: Limits & { readonly name: string },
): Promise<string | null> {
  return await ledger.keep(await screen.screenshot(limits), { kind: 'screenshot', name });
}

export interface LastSight {
  /** What it shows: `failure`, `not-found`. */
  readonly name: string;
  readonly phone: Phone;
  /** Null while none was opened. */
  readonly screen: Screen | null;
  readonly signal: AbortSignal;
  /** What went wrong: the tree that a search ended on is kept, with what was looked for. */
  readonly error?: unknown;
}

/**
 * Keeps what is on the screen when something went wrong: picture and tree. Whatever goes wrong meanwhile stays here,
 * since the error of the attempt is the one that matters.
 */
export async function keepLastSight(ledger: AttemptLedger, sight: LastSight): Promise<void> {
  const { name, phone, screen, signal } = sight;
  if (signal.aborted || phone.gone.aborted) return;
  const limits: Limits = { signal, timeoutMs: EVIDENCE_MS };
  await settled(async () => {
    // Android's own picture needs no UiAutomator2, which may be what failed.
    await ledger.keep(await phone.screenshot(limits), { kind: 'screenshot', name });
  });
  const seen = recentSight(sight.error);
  if (screen === null && seen === null) return;
  await settled(async () => {
    const tree = seen?.tree ?? (await screen?.tree(limits));
    if (tree !== undefined) await ledger.keep(Buffer.from(tree.xml), { kind: 'tree', name, ...lookedForIn(seen) });
  });
}

function recentSight(error: unknown): ScreenEvidence | null {
  const seen = evidenceOf(error);
  return seen !== null && seen.ageMs < SIGHT_LASTS_MS ? seen : null;
}

function lookedForIn(seen: ScreenEvidence | null): Pick<EvidenceOptions, 'lookedFor'> {
  if (seen === null || seen.words === null) return {};
  const { tree, words, selectors } = seen;
  return {
    lookedFor: {
      words,
      selectors: selectors.map((selector) => ({ ...selector })),
      nearest: [...nearestIn(tree, selectors)],
    },
  };
}

async function settled(work: () => Promise<void>): Promise<void> {
  await work().catch(() => {});
}
