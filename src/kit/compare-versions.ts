/** Dotted numbers; negative when the first is older. What is no number counts as 0. */
export function compareVersions(first: string, second: string): number {
  const [a, b] = [first, second].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0));
  for (let index = 0; index < Math.max(a?.length ?? 0, b?.length ?? 0); index += 1) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
