/**
 * FUZZ_RUNS=1000 sends so many requests to each route; FUZZ_SEED=random tries others than every run of the tests does, and
 * FUZZ_SEED=<number> those of a failure, which tells its seed.
 */
export const FUZZ_RUNS = Number(process.env.FUZZ_RUNS ?? 30);

const SEED = process.env.FUZZ_SEED ?? '50809';
export const FUZZ_SEED = SEED === 'random' ? {} : { seed: Number(SEED) };
