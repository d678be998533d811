import { useTranslation } from 'react-i18next';
import { wordsAt } from '../../lib/telling.ts';
import type { Script } from './data.ts';
import { type Field, fieldsOf, type Option } from './schema.ts';

interface Words {
  readonly label: string;
  readonly about: string;
}

/** The parameters of a script; those of post, whose schema speaks to programs, in words for people. */
export function useFields({ name, source, parameters }: Script): readonly Field[] {
  const { t } = useTranslation('scripts');
  const fields = fieldsOf(parameters);
  if (source !== 'built-in' || name !== 'post') return fields;
  const words = t('fields', { returnObjects: true }) as Readonly<Record<string, Words>>;
  const named = t('options', { returnObjects: true }) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  return fields.map((field) => ({
    ...field,
    ...wordsAt(words, field.name),
    options: inWords(field.options, wordsAt(named, field.name)),
  }));
}

/** Some programs write choices as numbers; to a person they are the same ones. */
function inWords(options: readonly Option[], labels: Readonly<Record<string, string>> | undefined): readonly Option[] {
  if (labels === undefined) return options;
  const first = options.filter(
    ({ value }, at) => options.findIndex((other) => String(other.value) === String(value)) === at,
  );
  return first.map(({ value, label }) => ({ value, label: wordsAt(labels, value) ?? label }));
}
