import { accounts } from './en/accounts.ts';
import { calendar } from './en/calendar.ts';
import { compose } from './en/compose.ts';
import { library } from './en/library.ts';
import { moment } from './en/moment.ts';
import { needs } from './en/needs.ts';
import { phones } from './en/phones.ts';
import { scripts } from './en/scripts.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';
import { task } from './en/task.ts';
import { tasks } from './en/tasks.ts';

/** A namespace for each feature. */
export const texts = {
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
} as const;
