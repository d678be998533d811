/** An even draw from [0, 1). Injected, so that tests can know what is drawn. */
export type Random = () => number;

/** One of the options, each as likely as the others. */
export function pick<Option>(random: Random, options: readonly [Option, ...Option[]]): Option {
  return options[Math.floor(random() * options.length)] ?? options[0];
}
