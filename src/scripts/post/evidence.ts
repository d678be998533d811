import type { Phone } from '../../devices/phone.ts';
import type { Limits } from '../../kit/abort.ts';
import type { Screen } from '../../screen/screen.ts';
import type { AttemptLedger } from '../script.ts';

/** Evidence is worth a short wait, not a stuck attempt. */
const EVIDENCE_MS = 8_000;

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
}

/**
 * Keeps what is on the screen when something went wrong: picture and tree. Whatever goes wrong meanwhile stays here,
 * since the error of the attempt is the one that matters.
 */
export async function keepLastSight(ledger: AttemptLedger, { name, phone, screen, signal }: LastSight): Promise<void> {
  if (signal.aborted || phone.gone.aborted) return;
  const limits: Limits = { signal, timeoutMs: EVIDENCE_MS };
  await settled(async () => {
    // Android's own picture needs no UiAutomator2, which may be what failed.
    await ledger.keep(await phone.screenshot(limits), { kind: 'screenshot', name });
  });
  if (screen === null) return;
  await settled(async () => {
    const { xml } = await screen.tree(limits);
    await ledger.keep(Buffer.from(xml), { kind: 'tree', name });
  });
}

async function settled(work: () => Promise<void>): Promise<void> {
  await work().catch(() => {});
}
