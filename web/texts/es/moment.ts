import type { Translated } from '../../lib/texts.ts';
import type { moment as english } from '../en/moment.ts';

export const moment: Translated<typeof english> = {
  date: 'Día',
  time: 'Hora',
  which: 'El reloj marca esta hora dos veces',
  first: 'la primera vez, UTC{{offset}}',
  second: 'la segunda vez, UTC{{offset}}',
  to: 'Tocará {{when}}.',
  skipped: 'El reloj se salta esa hora ese día: tocará {{when}}.',
  past: 'Esa hora ya ha pasado.',
  needed: 'Elija un día y una hora.',
};
