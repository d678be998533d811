import { Uia2Error } from './errors.ts';

/**
 * A Java pattern as String.matches applies it, to the whole text, with DOTALL as UiSelector sets it. Leading flag groups
 * such as `(?i)` are understood; what JavaScript cannot compile is refused as the server refuses a bad pattern.
 */
export function javaPattern(pattern: string): RegExp {
  const flags = new Set(['s', 'u']);
  let rest = pattern;
  for (let group = /^\(\?([imsu]+)\)/.exec(rest); group !== null; group = /^\(\?([imsu]+)\)/.exec(rest)) {
    for (const flag of group[1] ?? '') flags.add(flag);
    rest = rest.slice(group[0].length);
  }
  const body = `^(?:${quotedParts(rest)})$`;
  try {
    return new RegExp(body, [...flags].join(''));
  } catch {
    flags.delete('u');
  }
  try {
    return new RegExp(body, [...flags].join(''));
  } catch (cause) {
    const error = new Uia2Error('invalid selector', `java.util.regex.PatternSyntaxException near index 0: ${pattern}`);
    error.cause = cause;
    throw error;
  }
}

/** `\Q…\E` stands for its characters. */
function quotedParts(pattern: string): string {
  return pattern.replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_whole, literal: string) =>
    literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  );
}
