import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import { uploadFile } from '../../lib/upload.ts';
import { announce } from '../../ui/announcer.tsx';
import { useLookAgain } from './data.ts';

export interface Upload {
  readonly key: number;
  readonly name: string;
  readonly state: 'waiting' | 'reading' | 'sending' | 'again' | 'done' | 'stopped' | 'failed';
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Why it failed. */
  readonly error: unknown;
}

interface Job {
  readonly key: number;
  readonly file: File;
  readonly stop: AbortController;
}

export interface Uploads {
  readonly list: readonly Upload[];
  add(files: readonly File[]): void;
  stop(key: number): void;
  clear(): void;
}

/** Files on their way into the library, one after the other: the line is the same for all of them. */
export function useUploads(): Uploads {
  const { t } = useTranslation('library');
  const lookAgain = useLookAgain();
  const [list, setList] = useState<readonly Upload[]>([]);
  const jobs = useRef<Job[]>([]);
  const running = useRef<Promise<void> | null>(null);
  const lastKey = useRef(0);
  useEffect(
    () => () => {
      for (const { stop } of jobs.current) stop.abort();
    },
    [],
  );

  const put = (key: number, changes: Partial<Upload>): void =>
    setList((before) => before.map((one) => (one.key === key ? { ...one, ...changes } : one)));

  const send = async ({ key, file, stop }: Job): Promise<void> => {
    if (stop.signal.aborted) return;
    try {
      const { sha256, in_library: isThere } = await uploadFile(file, {
        signal: stop.signal,
        onProgress: ({ step, doneBytes }) => put(key, { state: step, doneBytes }),
      });
      // A task may have brought it before.
      if (!isThere) await ask('updateMaterial', { params: { sha256 }, body: { in_library: true } });
      put(key, { state: 'done', doneBytes: file.size });
      announce(t('uploads.finished', { name: file.name }));
      lookAgain();
    } catch (error) {
      put(key, stop.signal.aborted ? { state: 'stopped' } : { state: 'failed', error });
    }
  };

  const sendAll = async (): Promise<void> => {
    for (let job = jobs.current[0]; job !== undefined; job = jobs.current[0]) {
      await send(job);
      jobs.current.shift();
    }
    running.current = null;
  };

  const add = (files: readonly File[]): void => {
    const added = files.map((file) => {
      lastKey.current += 1;
      return { key: lastKey.current, file, stop: new AbortController() };
    });
    jobs.current.push(...added);
    setList((before) => [...before, ...added.map(waiting)]);
    running.current ??= sendAll();
  };

  return {
    list,
    add,
    stop: (key) => {
      jobs.current.find((job) => job.key === key)?.stop.abort();
      put(key, { state: 'stopped' });
    },
    clear: () => setList((before) => before.filter(isOpen)),
  };
}

function waiting({ key, file }: Job): Upload {
  return { key, name: file.name, state: 'waiting', doneBytes: 0, totalBytes: file.size, error: null };
}

/** Whether something is still to come of it. */
export function isOpen({ state }: Pick<Upload, 'state'>): boolean {
  return state !== 'done' && state !== 'stopped' && state !== 'failed';
}
