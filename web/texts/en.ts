import { shell } from './en/shell.ts';

/** A namespace for each feature. */
export const texts = { shell } as const;
