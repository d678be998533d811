import type { Translated, Words } from '../lib/texts.ts';
import { calendar } from './es/calendar.ts';
import { compose } from './es/compose.ts';
import { phones } from './es/phones.ts';
import { shell } from './es/shell.ts';
import { task } from './es/task.ts';

export const texts: Translated<Words> = { calendar, compose, phones, shell, task };
