/** What is told together (an attempt that ended, its task, its phone) is one question. */
const GATHER_MS = 150;

export interface Gathering {
  readonly act: () => Promise<unknown>;
  /** How long to rest after it, by how long it took. */
  readonly restMs: (tookMs: number) => number;
}

/**
 * Does something once for all the calls that come within a moment, once more for those that come while it is done, and never
 * twice at the same time.
 */
export function gathering({ act, restMs }: Gathering): { readonly call: () => void; readonly forget: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isActing = false;
  let isCalled = false;
  let restsUntil = 0;
  const run = async (): Promise<void> => {
    timer = undefined;
    isCalled = false;
    isActing = true;
    const startedAt = Date.now();
    await act().catch(() => {});
    const endedAt = Date.now();
    restsUntil = endedAt + restMs(endedAt - startedAt);
    isActing = false;
    if (isCalled) call();
  };
  const call = (): void => {
    isCalled = true;
    if (!isActing) timer ??= setTimeout(run, Math.max(GATHER_MS, restsUntil - Date.now()));
  };
  const forget = (): void => {
    clearTimeout(timer);
    timer = undefined;
    isCalled = false;
  };
  return { call, forget };
}
