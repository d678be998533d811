/** The first few are slower, while code is compiled and connections are opened. */
const WARM_UP = 5;

/** How long a piece of work takes, each time it is done; in milliseconds. */
export async function measure(times: number, work: () => Promise<unknown>): Promise<readonly number[]> {
  for (let count = 0; count < WARM_UP; count += 1) await work();
  const durations: number[] = [];
  for (let count = 0; count < times; count += 1) durations.push(await durationOf(work));
  return durations;
}

/** In milliseconds. */
export async function durationOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
