import { setTimeout as sleepMs } from 'node:timers/promises';

/** A broken connection is seen some milliseconds before the tracker hears that the phone is gone. */
const GONE_GRACE_MS = 250;

/** After a connection broke: whether it broke because the phone went. */
export async function isGoneSoon(gone: AbortSignal): Promise<boolean> {
  if (!gone.aborted) await sleepMs(GONE_GRACE_MS, undefined, { signal: gone }).catch(() => {});
  return gone.aborted;
}
