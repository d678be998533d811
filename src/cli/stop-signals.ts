/** The exit code a shell gives a program that SIGINT ended: 128 + 2. */
const INTERRUPTED_EXIT_CODE = 130;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export interface StopSignals {
  /** Resolves at the first Ctrl-C or SIGTERM. The second one ends the process on the spot. */
  readonly asked: Promise<NodeJS.Signals>;
  /** Gives the signals their ordinary meaning back. */
  release(): void;
}

export function listenForStop(onSecond: () => void = () => process.exit(INTERRUPTED_EXIT_CODE)): StopSignals {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let count = 0;
  const listener = (signal: NodeJS.Signals): void => {
    count += 1;
    if (count === 1) resolve(signal);
    else onSecond();
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  const release = (): void => {
    for (const signal of SIGNALS) process.off(signal, listener);
  };
  return { asked: promise, release };
}
