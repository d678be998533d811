import type { ServerWords } from '../../lib/server-words.ts';
import { apiErrors } from './server/api-errors.ts';
import { fields } from './server/fields.ts';
import { events, holds, preflight, selfTest } from './server/phones.ts';
import { settings } from './server/settings.ts';
import { taskErrors } from './server/task-errors.ts';
import { task } from './task.ts';

/** In English the server's own words are shown. */
export const server: ServerWords = {
  api: apiErrors,
  task: taskErrors,
  fields,
  steps: task.steps,
  holds,
  events,
  preflight,
  selfTest,
  decisions: {
    overdue: 'Tocaba mientras no se podía atender su teléfono, y es demasiado tarde para decidirlo sin usted.',
    restored: 'Viene de una copia de seguridad: puede que ya se publicara después de hacerla.',
  },
  settings,
};
