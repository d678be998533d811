/** The framing between an ADB client and its server: https://android.googlesource.com/platform/packages/modules/adb/+/refs/heads/main/docs/dev/overview.md */
import type { ClientStream } from './stream.ts';

export const OKAY = 'OKAY';

/** Reads one request; null when its length is `0000` or not hexadecimal, upon which a server hangs up without a word. */
export async function readRequest(stream: ClientStream): Promise<string | null> {
  const head = (await stream.exactly(4)).toString('latin1');
  if (!/^[0-9a-fA-F]{4}$/.test(head)) return null;
  const bytes = Number.parseInt(head, 16);
  return bytes === 0 ? null : (await stream.exactly(bytes)).toString('utf8');
}

/** A text with its length in bytes before it, as four hexadecimal digits. */
export function counted(text: string): string {
  return Buffer.byteLength(text).toString(16).padStart(4, '0') + text;
}

/** A failed request; the server closes the connection after it. */
export function failure(message: string): string {
  return `FAIL${counted(message)}`;
}
