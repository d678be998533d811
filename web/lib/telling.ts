/** Says what the server says in the language of the console, by the names it says it under. */
import { useTranslation } from 'react-i18next';
import type { PreflightFinding } from '../../src/contract/types.ts';
import { ApiFailure, type FieldError } from './ask.ts';
import { isAway } from './query.ts';
import { type ErrorWords, type ServerWords, useServerWords } from './server-words.ts';

export interface Telling {
  /** In the reader's language; null where the server speaks it, or where there are no words for it. */
  readonly sentence: string | null;
  /** What can be done about it, in the same language. */
  readonly remedy: string | null;
  /** What the server says itself; null where that is no more. */
  readonly own: string | null;
}

const INVALID = 40001;

/** An entry of a table by a key that may not be in it: the server may be newer than the console. */
export function wordsAt<Words>(table: Readonly<Record<string, Words>> | undefined, key: unknown): Words | undefined {
  return table !== undefined && Object.hasOwn(table, String(key)) ? table[String(key)] : undefined;
}

export function said(sentence: string | undefined, own: string | null): Telling {
  return { sentence: sentence ?? null, remedy: null, own };
}

/** Of what has no remedy. */
export function ofSentence(found: Pick<ErrorWords, 'sentence' | 'isAll'> | undefined, own: string): Telling {
  return said(found?.sentence, found?.isAll === true ? null : own);
}

function ofError(found: ErrorWords | undefined, own: string): Telling {
  if (found === undefined) return said(undefined, own);
  const { sentence, remedy, isAll } = found;
  return { sentence, remedy, own: isAll === true || own === sentence ? null : own };
}

/** As one short text. */
export function asText({ sentence, own }: Telling): string {
  return sentence ?? own ?? '';
}

/** As one text that lacks nothing, for what is announced or stands in another sentence. */
export function asWhole({ sentence, own }: Telling): string {
  return [sentence, own].filter((part) => part !== null).join(' ');
}

/** Of an error of a task. */
export function useTaskError(): (error: { readonly code: string; readonly message: string }) => Telling {
  const words = useServerWords();
  return ({ code, message }) => ofError(wordsAt(words?.task, code), message);
}

interface Finding {
  readonly code?: string;
  readonly message: string;
  readonly remedy: string | null;
}

/** Of what was found amiss on a phone: by the error behind it, or by what was looked at. */
export function ofFinding(words: ServerWords | null, { code, message, remedy }: Finding, usual?: string): Telling {
  const found = wordsAt(words?.task, code);
  if (found !== undefined) return ofError(found, message);
  return said(usual, remedy === null ? message : `${message} ${remedy}`);
}

/** The same of a look before a task. */
export function ofPreflight(words: ServerWords | null, finding: PreflightFinding): Telling {
  const { check, level } = finding;
  return ofFinding(words, finding, level === 'ok' ? undefined : words?.preflight?.[check][level]);
}

/** Of whatever went wrong. */
export function useFailure(): (error: unknown) => Telling {
  const words = useServerWords();
  const { t } = useTranslation('shell');
  return (error) => {
    const own = error instanceof Error ? error.message : String(error);
    if (words === null || !(error instanceof ApiFailure)) return said(undefined, own);
    if (isAway(error)) return said(t('failure.away'), null);
    return ofFields(words, error) ?? ofError(ofRefusal(words, error), own);
  };
}

/** Where a phone or an app is behind a refusal, it says more than the refusal. */
function ofRefusal(words: ServerWords, { code, data }: Pick<ApiFailure, 'code' | 'data'>): ErrorWords | undefined {
  const { reason } = (data ?? {}) as { readonly reason?: unknown };
  return wordsAt(words.task, reason) ?? wordsAt<ErrorWords>(words.api, code);
}

/** Null unless all that is wrong has words. */
function ofFields(words: ServerWords, { code, errors }: ApiFailure): Telling | null {
  if (code !== INVALID || errors.length === 0 || errors.some(({ rule }) => rule === undefined)) return null;
  return said(errors.map((error) => `${error.path}: ${fieldWords(words, error)}.`).join(' '), null);
}

/** Undefined where only the server says it. */
export function fieldWords(words: ServerWords | null, error: FieldError): string | undefined {
  return error.rule === undefined ? undefined : words?.fields?.[error.rule](error);
}
