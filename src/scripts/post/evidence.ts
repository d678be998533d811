import type { Limits } from '../../kit/abort.ts';
import type { Screen } from '../../screen/screen.ts';
import type { AttemptLedger } from '../script.ts';

/** Evidence is worth a short wait, not a stuck attempt. */
const EVIDENCE_MS = 8_000;

/** Keeps a screenshot under a name. @returns its path. */
export async function keepScreenshot(
  screen: Screen,
  ledger: AttemptLedger,
  { name, ...limits }: Limits & { readonly name: string },
): Promise<string> {
  return await ledger.keep(await screen.screenshot(limits), { kind: 'screenshot', name });
}

/**
 * Keeps what a failed attempt left on the screen: picture and tree. Whatever goes wrong meanwhile stays here, since the
 * error of the attempt is the one that matters.
 */
export async function keepFailure(screen: Screen, ledger: AttemptLedger, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const limits: Limits = { signal, timeoutMs: EVIDENCE_MS };
  const keep = [
    async () => await keepScreenshot(screen, ledger, { ...limits, name: 'failure' }),
    async () => {
      const { xml } = await screen.tree(limits);
      await ledger.keep(Buffer.from(xml), { kind: 'tree', name: 'failure' });
    },
  ];
  for (const one of keep) await one().catch(() => {});
}
