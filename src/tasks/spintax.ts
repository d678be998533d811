import { pick, type Random } from './random.ts';

/** A group that has been opened: the options before the last bar, and the text since. */
interface Group {
  readonly options: string[];
  text: string;
}

/**
 * Draws one reading of `{a|b|c}` text; groups may be nested and options may be empty. Braces that offer no choice are
 * text: `{name}` and a brace without its partner stay as they are. One pass without recursion, so that no caption, however
 * deep, can exhaust the stack.
 */
export function drawSpintax(source: string, random: Random): string {
  const open: Group[] = [];
  let outer = '';
  const append = (text: string): void => {
    const group = open.at(-1);
    if (group === undefined) outer += text;
    else group.text += text;
  };
  for (const part of source.split(/([{|}])/)) {
    const group = open.at(-1);
    if (part === '{') open.push({ options: [], text: '' });
    else if (part === '|' && group !== undefined) nextOption(group);
    else if (part === '}' && group !== undefined) {
      open.pop();
      append(close(group, random));
    } else append(part);
  }
  for (let group = open.pop(); group !== undefined; group = open.pop())
    append(`{${[...group.options, group.text].join('|')}`);
  return outer;
}

function nextOption(group: Group): void {
  group.options.push(group.text);
  group.text = '';
}

function close({ options, text }: Group, random: Random): string {
  const [first, ...rest] = options;
  return first === undefined ? `{${text}}` : pick(random, [first, ...rest, text]);
}
