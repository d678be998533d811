/** What a shell line is made of once it is read: https://man.openbsd.org/ksh#Shell_syntax */

/** A piece of a word. `quoted` pieces are neither split at blanks nor matched against file names. */
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean; readonly change: Change | null }
  | { readonly kind: 'substitution'; readonly script: Sequence; readonly quoted: boolean }
  | { readonly kind: 'arithmetic'; readonly expression: string; readonly quoted: boolean };

/** `${NAME:-word}` and its relatives, and `${#NAME}`. */
export interface Change {
  readonly operator: ':-' | '-' | ':+' | '+' | ':=' | '=' | ':?' | '?' | '#' | '##' | '%' | '%%' | 'length';
  readonly word: Word;
}

export type Word = readonly Part[];

export interface Redirect {
  /** The descriptor that is redirected; 'both' is `&>`. */
  readonly from: 0 | 1 | 2 | 'both';
  readonly operator: '<' | '>' | '>>' | '>&';
  /** A file name, or a descriptor after `>&`. */
  readonly target: Word;
}

export interface Simple {
  readonly kind: 'simple';
  readonly assignments: readonly { readonly name: string; readonly value: Word }[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
}

interface Group {
  readonly kind: 'group';
  readonly isSubshell: boolean;
  readonly body: Sequence;
  readonly redirects: readonly Redirect[];
}

interface Conditional {
  readonly kind: 'if';
  readonly branches: readonly { readonly condition: Sequence; readonly body: Sequence }[];
  readonly otherwise: Sequence | null;
  readonly redirects: readonly Redirect[];
}

export interface Loop {
  readonly kind: 'loop';
  /** `for NAME in words`, or `while`/`until` with a condition. */
  readonly header:
    | { readonly kind: 'for'; readonly name: string; readonly words: readonly Word[] }
    | { readonly kind: 'while' | 'until'; readonly condition: Sequence };
  readonly body: Sequence;
  readonly redirects: readonly Redirect[];
}

export type Stage = Simple | Group | Conditional | Loop;

export interface Pipeline {
  readonly isNegated: boolean;
  readonly stages: readonly Stage[];
}

/** Pipelines joined by `&&` and `||`; the operator stands before the pipeline it joins. */
export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
  readonly inBackground: boolean;
}

export type Sequence = readonly AndOr[];

export class ShellSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ShellSyntaxError';
  }
}
