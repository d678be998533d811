/** Reads `-abc` flags and operands, as toybox programs do. */

export interface ParsedOptions {
  readonly flags: ReadonlySet<string>;
  /** Values of options that take one. */
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
  /** The first flag that the program does not know. */
  readonly unknown: string | null;
}

/** `known`: letters as in getopt(3), a colon after those that take a value: `rfc:`. */
export function parseOptions(args: readonly string[], known: string): ParsedOptions {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const operands: string[] = [];
  let unknown: string | null = null;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] as string;
    if (arg === '--') {
      operands.push(...args.slice(index + 1));
      break;
    }
    if (!/^-[A-Za-z0-9]/.test(arg)) {
      operands.push(arg);
      continue;
    }
    for (let at = 1; at < arg.length; at += 1) {
      const letter = arg[at] as string;
      const place = known.indexOf(letter);
      if (place === -1 || letter === ':') unknown ??= letter;
      else if (known[place + 1] === ':') {
        const attached = arg.slice(at + 1);
        values.set(letter, attached || (args[index + 1] ?? ''));
        if (!attached) index += 1;
        break;
      } else flags.add(letter);
    }
  }
  return { flags, values, operands, unknown };
}
