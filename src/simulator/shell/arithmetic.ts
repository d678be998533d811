/** `$((…))`: 32-bit integers with the usual operators, as far as scripts use them. */
import { ShellSyntaxError } from './syntax.ts';

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const TOKEN = /\s*(\d+|[A-Za-z_]\w*|\|\||&&|==|!=|<=|>=|<<|>>|[-+*/%()!~&|^<>])/y;

type Operation = (a: number, b: number) => number;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  '||': (a, b) => Number(a !== 0 || b !== 0),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '&': (a, b) => a & b,
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '+': (a, b) => (a + b) | 0,
  '-': (a, b) => (a - b) | 0,
  '*': (a, b) => Math.imul(a, b),
  '/': (a, b) => divide(a, b),
  '%': (a, b) => a - divide(a, b) * b,
};

/** @throws ShellSyntaxError */
export function calculate(expression: string, readVariable: (name: string) => string): number {
  const tokens = tokenise(expression);
  const binary = (level: number): number => {
    const operators = LEVELS[level];
    if (!operators) return unary();
    let left = binary(level + 1);
    while (operators.includes(tokens[0] ?? '')) {
      const operation = OPERATIONS[tokens.shift() as string] as Operation;
      left = operation(left, binary(level + 1));
    }
    return left;
  };
  const unary = (): number => {
    const token = tokens.shift() ?? '';
    if (token === '-') return -unary() | 0;
    if (token === '+') return unary();
    if (token === '!') return Number(unary() === 0);
    if (token === '~') return ~unary();
    if (token === '(') {
      const inside = binary(0);
      if (tokens.shift() !== ')') throw new ShellSyntaxError(`${expression}: missing )`);
      return inside;
    }
    if (/^\d/.test(token)) return Number.parseInt(token, 10) | 0;
    if (/^\w/.test(token)) return Number.parseInt(readVariable(token) || '0', 10) | 0;
    throw new ShellSyntaxError(`${expression}: unexpected '${token}'`);
  };
  if (tokens.length === 0) return 0;
  const result = binary(0);
  if (tokens.length > 0) throw new ShellSyntaxError(`${expression}: unexpected '${tokens[0]}'`);
  return result;
}

function tokenise(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  let end = 0;
  for (let match = TOKEN.exec(expression); match; match = TOKEN.exec(expression)) {
    tokens.push(match[1] as string);
    end = TOKEN.lastIndex;
  }
  if (expression.slice(end).trim() !== '') throw new ShellSyntaxError(`${expression}: bad number`);
  return tokens;
}

function divide(a: number, b: number): number {
  if (b === 0) throw new ShellSyntaxError('divide by zero');
  return Math.trunc(a / b) | 0;
}
