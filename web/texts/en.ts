import { calendar } from './en/calendar.ts';
import { compose } from './en/compose.ts';
import { phones } from './en/phones.ts';
import { shell } from './en/shell.ts';
import { task } from './en/task.ts';

/** A namespace for each feature. */
export const texts = { calendar, compose, phones, shell, task } as const;
