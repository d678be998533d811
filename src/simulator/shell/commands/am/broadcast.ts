/** `am broadcast`: says `result=0` whether or not anybody listens (facts 3.4). */
import { type Call, say } from '../../call.ts';
import { showIntent } from './intent.ts';
import { readOrCrash } from './start.ts';

const SCAN_FILE = 'android.intent.action.MEDIA_SCANNER_SCAN_FILE';
/** FLAG_RECEIVER_FROM_SHELL. */
const FROM_SHELL = 0x400000;
/** The scanner takes its time, and nobody is told when it is done. */
const SCAN_MS = { min: 150, max: 1_500 } as const;

export async function broadcast(call: Call): Promise<number> {
  const intent = await readOrCrash(call, 'broadcast', (option, words) => {
    if (option === '--receiver-permission') words.value(option);
    return option === '--receiver-permission' || option === '--async';
  });
  if (intent === null) return call.machine.sdk < 29 ? 1 : 255;
  const sent = { ...intent, flags: intent.flags | FROM_SHELL };
  await say(call, `Broadcasting: ${showIntent(sent)}`);
  if (intent.action === SCAN_FILE && intent.data !== null) scanLater(call, intent.data);
  return await say(call, 'Broadcast completed: result=0');
}

function scanLater({ machine }: Call, uri: string): void {
  const path = pathOf(uri);
  if (path === null) return;
  const waitMs = machine.ownRandom.integer(SCAN_MS.min, SCAN_MS.max);
  void machine.time.wait(waitMs).then(() => void machine.media.scan(path));
}

/** `file:///sdcard/a%20b.mp4` → `/sdcard/a b.mp4`; what stands behind a bare `?` or `#` is no part of the path. */
function pathOf(uri: string): string | null {
  const match = /^file:\/\/(\/[^?#]*)/.exec(uri);
  try {
    return match ? decodeURIComponent(match[1] as string) : null;
  } catch {
    return null;
  }
}
