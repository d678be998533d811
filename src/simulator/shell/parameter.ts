/** `${…}`: a variable with something done to it. */
import { Lexer } from './lexer.ts';
import { type Change, type Part, ShellSyntaxError, type Word } from './syntax.ts';

const HEAD = /(#?)([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-])(:?[-+=?]|##?|%%?)?/y;

/** Reads from behind `${`; `end` is behind the closing brace. @throws ShellSyntaxError */
export function readParameter(source: string, at: number, quoted: boolean): { part: Part; end: number } {
  HEAD.lastIndex = at;
  const head = HEAD.exec(source);
  if (!head) throw new ShellSyntaxError('bad substitution');
  const [whole, length, name, operator] = head as unknown as [string, string, string, Change['operator'] | undefined];
  const wordAt = at + whole.length;
  const wordEnd = closingBrace(source, wordAt);
  const word = readWord(source.slice(wordAt, wordEnd), quoted);
  if (operator === undefined && word.length > 0) throw new ShellSyntaxError('bad substitution');
  const change: Change | null = length ? { operator: 'length', word: [] } : operator ? { operator, word } : null;
  return { part: { kind: 'variable', name, quoted, change }, end: wordEnd + 1 };
}

/** Everything between operator and brace is one word, blanks included. */
function readWord(inside: string, quoted: boolean): Word {
  if (inside === '') return [];
  const lexer = new Lexer(`"${quoted ? inside : inside.replace(/["'\\]/g, '')}"`);
  const token = lexer.next();
  return token.kind === 'word' ? token.word : [];
}

function closingBrace(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '{') depth += 1;
    else if (source[at] === '}' && depth > 0) depth -= 1;
    else if (source[at] === '}') return at;
  }
  throw new ShellSyntaxError("syntax error: unmatched '{'");
}
