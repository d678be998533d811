/** A username as it is compared: without the leading @, lock signs' spaces and case (facts 4.13, 5.6). */
export function normaliseUsername(name: string): string {
  return name.trim().replace(/^@/, '').toLowerCase();
}

export function isSameAccount(a: string, b: string): boolean {
  return normaliseUsername(a) === normaliseUsername(b);
}
