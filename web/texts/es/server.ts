import type { AllServerWords } from '../../lib/server-words.ts';
import { apiErrors } from './server/api-errors.ts';
import { fields } from './server/fields.ts';
import { events, holds, preflight, selfTest } from './server/phones.ts';
import { settings } from './server/settings.ts';
import { taskErrors } from './server/task-errors.ts';
import { task } from './task.ts';

/** In English the server's own words are shown. */
export const server: AllServerWords = {
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
  licence: {
    not_needed: { sentence: 'Aquí no hace falta licencia.', isAll: true },
    missing: {
      sentence: 'No hay ninguna licencia instalada: el plan es Starter, que no da acceso a la API.',
      isAll: true,
    },
    unusable: { sentence: 'La licencia no sirve: el plan es Starter, que no da acceso a la API.' },
    expired: { sentence: 'La licencia ha vencido: el plan es Starter, que no da acceso a la API.', isAll: true },
    valid: { sentence: 'La licencia está en vigor.' },
  },
  incidents: {
    none_left: 'No queda ningún teléfono: el servidor ADB ha terminado, o la máquina estuvo suspendida.',
    some_left: 'Otros siguen ahí: mire el concentrador USB que estos tienen en común, y su alimentación.',
  },
  settings,
};
