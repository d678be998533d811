/** What the server says in English, by the names that it says it under; a name without words does not compile. */
import { useSyncExternalStore } from 'react';
import type { SettingName } from '../../src/config/settings.ts';
import type { DeviceEventName, IncidentCause, SelfTestCheck } from '../../src/contract/device-health.ts';
import type { PreflightCheck, PreflightFinding } from '../../src/contract/preflight.ts';
import type { LicenseState } from '../../src/contract/settings.ts';
import type { HoldName } from '../../src/contract/status.ts';
import type { StepName } from '../../src/contract/task.ts';
import type { ApiErrorCode, FieldError, FieldRule, TaskErrorName } from '../../src/errors.ts';

/** Of an error of the table. */
export interface ErrorWords {
  readonly sentence: string;
  readonly remedy: string;
  /** The server never says more of it, so that nothing of its own has to stand below. */
  readonly isAll?: true;
}

type Sentence = Pick<ErrorWords, 'sentence' | 'isAll'>;

export interface SettingWords {
  readonly about: string;
  readonly form: string;
  /** The default, where it is told in words. */
  readonly usual?: string;
}

export interface AllServerWords {
  readonly api: Readonly<Record<ApiErrorCode, ErrorWords>>;
  readonly task: Readonly<Record<TaskErrorName, ErrorWords>>;
  readonly fields: Readonly<Record<FieldRule, (limits: Pick<FieldError, 'min' | 'max'>) => string>>;
  readonly steps: Readonly<Record<StepName, string>>;
  readonly holds: Readonly<Record<HoldName, string>>;
  readonly events: Readonly<Record<DeviceEventName, Sentence>>;
  readonly preflight: Readonly<
    Record<PreflightCheck, Readonly<Record<Exclude<PreflightFinding['level'], 'ok'>, string>>>
  >;
  readonly selfTest: Readonly<Record<SelfTestCheck['check'], { readonly ok: Sentence; readonly bad: string }>>;
  readonly decisions: Readonly<Record<'overdue' | 'restored', string>>;
  readonly licence: Readonly<Record<LicenseState, Sentence>>;
  readonly incidents: Readonly<Record<IncidentCause, string>>;
  readonly settings: Readonly<Record<SettingName, SettingWords>>;
}

/** Where the server speaks the language itself, only what its errors are and what can be done about them. */
export type ServerWords = Pick<AllServerWords, 'task'> & Partial<AllServerWords>;

export type Language = 'en' | 'es';

const FILES: Readonly<Record<Language, () => Promise<ServerWords>>> = {
  en: async () => (await import('../texts/en/server.ts')).server,
  es: async () => (await import('../texts/es/server.ts')).server,
};

let words: ServerWords | null = null;
let loading: Promise<void> = Promise.resolve();
const listeners = new Set<() => void>();

/** Without them the server is shown in its own words. */
export function loadServerWords(language: Language): Promise<void> {
  const asked = FILES[language]().then(
    (found) => {
      if (loading !== asked) return;
      words = found;
      for (const listener of listeners) listener();
    },
    () => {},
  );
  loading = asked;
  return asked;
}

/** To be awaited before a page that is better shown with them. */
export async function serverWordsLoaded(): Promise<void> {
  await loading;
}

/** Null until they are there. */
export function useServerWords(): ServerWords | null {
  return useSyncExternalStore(listen, () => words);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
