/** The number in braces by which Android tells objects apart: seven hexadecimal digits, the same for the same name. */
import { createHash } from 'node:crypto';

export function tokenOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 7);
}
