import { calendar } from './en/calendar.ts';
import { shell } from './en/shell.ts';

/** A namespace for each feature. */
export const texts = { calendar, shell } as const;
