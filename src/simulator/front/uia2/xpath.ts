import { createRequire } from 'node:module';
import type { UiNode } from '../ui/node.ts';
import { Uia2Error } from './errors.ts';
import { javaPattern } from './java-regex.ts';
import { type Snapshot, sourceDocument } from './source.ts';

interface XPathValue {
  stringValue(): string;
}

type XPathFunction = (context: unknown, ...args: XPathValue[]) => string | boolean;

interface XPathModule {
  parse(expression: string): {
    select(options: { node: object; functions: Readonly<Record<string, XPathFunction>> }): readonly object[];
  };
}

// Its own declarations pull the browser's DOM into every file of the project.
const xpath = createRequire(import.meta.url)('xpath') as XPathModule;

const texts = (args: readonly XPathValue[]): readonly string[] => args.map((arg) => arg.stringValue());

/** The few XPath 2 functions that people use on this server, over an XPath 1 engine. */
const FUNCTIONS: Readonly<Record<string, XPathFunction>> = {
  matches: (_context, ...args) => {
    const [value = '', pattern = '', flags = ''] = texts(args);
    return javaPattern(`${flags === '' ? '' : `(?${flags})`}[\\s\\S]*?(?:${pattern})[\\s\\S]*`).test(value);
  },
  'lower-case': (_context, ...args) => (texts(args)[0] ?? '').toLowerCase(),
  'upper-case': (_context, ...args) => (texts(args)[0] ?? '').toUpperCase(),
  'ends-with': (_context, ...args) => {
    const [value = '', end = ''] = texts(args);
    return value.endsWith(end);
  },
};

/** The nodes an XPath selects from the source's tree, in document order; `context` limits `.//` to below a node. */
export function xpathNodes(expression: string, snapshot: Snapshot, context: UiNode | null): readonly UiNode[] {
  const { document, nodeOf } = sourceDocument(snapshot);
  const start = context === null ? document : [...nodeOf].find(([, node]) => node.identity === context.identity)?.[0];
  if (start === undefined) return [];
  return evaluate(expression, start).flatMap((element) => nodeOf.get(element) ?? []);
}

function evaluate(expression: string, node: object): readonly object[] {
  try {
    return xpath.parse(expression).select({ node, functions: FUNCTIONS });
  } catch (cause) {
    const error = new Uia2Error('invalid selector', `${expression} is not a valid XPath expression`);
    error.cause = cause;
    throw error;
  }
}
