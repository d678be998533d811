import type { Translated, Words } from '../lib/texts.ts';
import { accounts } from './es/accounts.ts';
import { calendar } from './es/calendar.ts';
import { compose } from './es/compose.ts';
import { library } from './es/library.ts';
import { moment } from './es/moment.ts';
import { needs } from './es/needs.ts';
import { phones } from './es/phones.ts';
import { scripts } from './es/scripts.ts';
import { settings } from './es/settings.ts';
import { shell } from './es/shell.ts';
import { task } from './es/task.ts';
import { tasks } from './es/tasks.ts';

export const texts: Translated<Words> = {
  accounts,
  calendar,
  compose,
  library,
  moment,
  needs,
  phones,
  scripts,
  settings,
  shell,
  task,
  tasks,
};
