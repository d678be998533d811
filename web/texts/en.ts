import { calendar } from './en/calendar.ts';
import { compose } from './en/compose.ts';
import { shell } from './en/shell.ts';

/** A namespace for each feature. */
export const texts = { calendar, compose, shell } as const;
