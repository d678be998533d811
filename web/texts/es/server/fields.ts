import type { AllServerWords } from '../../../lib/server-words.ts';

/** What is wrong with a field; no full stop, since it stands below the field. */
export const fields: AllServerWords['fields'] = {
  missing: () => 'Falta este dato',
  unknown: () => 'No se conoce aquí',
  empty: () => 'No puede estar vacío',
  type: () => 'No es del tipo que debe ser',
  choice: () => 'No es una de las opciones',
  number: (limits) => `Debe ser ${within(limits)}`,
  length: (limits) => `Debe tener ${within(limits)} caracteres`,
  entries: (limits) => `Debe tener ${within(limits)} elementos`,
  repeated: () => 'Tiene dos veces lo mismo',
  past: () => 'Esa hora ya ha pasado',
  caption: () => 'La aplicación no admite este texto: es demasiado largo o tiene demasiados hashtags',
  username: () => 'No puede ser un nombre de usuario de esa aplicación',
  file: () => 'Hay un archivo que no es del tipo elegido',
};

function within({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min === undefined) return `como máximo ${max}`;
  return max === undefined ? `como mínimo ${min}` : `de ${min} a ${max}`;
}
