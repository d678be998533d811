import { useCallback, useEffect, useRef, useState } from 'react';
import { type Material, type UploadProgress, uploadFile } from '../../lib/upload.ts';

/** A file on its way to the server. */
export interface Upload {
  readonly id: number;
  readonly file: File;
  /** Null while others are before it. */
  readonly progress: UploadProgress | null;
  /** Why it did not arrive. */
  readonly failure: unknown;
  readonly stop: AbortController;
}

export interface Uploads {
  readonly list: readonly Upload[];
  add(files: readonly File[]): void;
  retry(id: number): void;
  cancel(id: number): void;
}

let lastId = 0;

/** Sends files one after the other, so that they arrive in the order in which they were chosen. */
export function useUploads(onArrived: (material: Material) => void): Uploads {
  const [list, setList] = useState<readonly Upload[]>([]);
  const arrived = useRef(onArrived);
  arrived.current = onArrived;
  const before = useRef(Promise.resolve());
  const all = useRef<readonly Upload[]>([]);
  all.current = list;
  // Whoever leaves the page leaves its uploads; what has arrived of them is kept by the server.
  useEffect(() => () => all.current.forEach(({ stop }) => void stop.abort()), []);

  const set = useCallback((id: number, part: Partial<Upload>): void => {
    setList((uploads) => uploads.map((upload) => (upload.id === id ? { ...upload, ...part } : upload)));
  }, []);
  const drop = useCallback((id: number): void => {
    setList((uploads) => uploads.filter((upload) => upload.id !== id));
  }, []);
  const start = useCallback(
    (upload: Upload): void => {
      const { id, file, stop } = upload;
      before.current = before.current.then(async () => {
        try {
          const onProgress = (progress: UploadProgress): void => set(id, { progress });
          arrived.current(await uploadFile(file, { onProgress, signal: stop.signal }));
          drop(id);
        } catch (failure) {
          if (!stop.signal.aborted) set(id, { failure });
        }
      });
    },
    [set, drop],
  );
  return {
    list,
    add: (files) => {
      const uploads = files.map((file) => made(file));
      setList((others) => [...others, ...uploads]);
      for (const upload of uploads) start(upload);
    },
    retry: (id) => {
      const upload = all.current.find((each) => each.id === id);
      if (upload === undefined) return;
      const again = made(upload.file);
      setList((uploads) => uploads.map((each) => (each.id === id ? again : each)));
      start(again);
    },
    cancel: (id) => {
      all.current.find((upload) => upload.id === id)?.stop.abort();
      drop(id);
    },
  };
}

function made(file: File): Upload {
  lastId += 1;
  return { id: lastId, file, progress: null, failure: null, stop: new AbortController() };
}
