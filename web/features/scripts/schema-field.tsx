import { Checkbox, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Field, isNothing, shownValue } from './schema.ts';

interface SchemaFieldProps {
  readonly field: Field;
  /** Undefined while nothing is given. */
  readonly value: unknown;
  /** What the server says about it. */
  readonly error: ReactNode;
  /** @param value undefined for nothing. */
  readonly onChange: (value: unknown) => void;
}

/** One parameter, by what its schema says it takes. */
export function SchemaField({ field, value, error, onChange }: SchemaFieldProps) {
  const { t } = useTranslation('scripts');
  const { label, options, schema, isRequired, kind } = field;
  const usualLabel = options.find((option) => option.value === schema.default)?.label ?? shownValue(schema.default);
  const usual = isNothing(schema.default) || kind === 'yesno' ? '' : t('form.usual', { value: usualLabel });
  const about = (...more: readonly string[]) => [field.about, ...more, usual].filter((part) => part !== '').join(' ');
  const common = { label, error, required: isRequired };
  switch (kind) {
    case 'yesno':
      return (
        <Checkbox
          label={label}
          description={about()}
          error={error}
          checked={(value ?? schema.default ?? false) === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return <Choice field={field} value={value} error={error} onChange={onChange} about={about()} />;
    case 'choices':
      return (
        <MultiSelect
          {...common}
          description={about()}
          data={(schema.items?.enum ?? []).map(shownValue)}
          value={Array.isArray(value) ? value.map(shownValue) : []}
          onChange={(chosen) =>
            onChange((schema.items?.enum ?? []).filter((option) => chosen.includes(shownValue(option))))
          }
        />
      );
    case 'whole':
    case 'number':
      return (
        <NumberInput
          {...common}
          description={about()}
          value={typeof value === 'number' ? value : ''}
          onChange={(typed) => onChange(typed === '' ? undefined : Number(typed))}
          allowDecimal={kind === 'number'}
          {...(schema.minimum === undefined ? {} : { min: schema.minimum })}
          {...(schema.maximum === undefined ? {} : { max: schema.maximum })}
          clampBehavior="none"
        />
      );
    case 'lines':
      return (
        <Textarea
          {...common}
          description={about(t('form.lines'))}
          value={Array.isArray(value) ? value.join('\n') : ''}
          onChange={(event) =>
            onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value.split('\n'))
          }
          autosize
          minRows={2}
        />
      );
    case 'json':
      return <AsJson field={field} value={value} error={error} onChange={onChange} about={about(t('form.json'))} />;
    default: {
      const Input = kind === 'long' ? Textarea : TextInput;
      return (
        <Input
          {...common}
          description={about()}
          value={typeof value === 'string' ? value : ''}
          onChange={(event: { readonly currentTarget: { readonly value: string } }) =>
            onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)
          }
        />
      );
    }
  }
}

interface PartProps extends SchemaFieldProps {
  readonly about: string;
}

/** Values keep their kinds: 1 and "1" are two options. */
function Choice({ field, value, error, onChange, about }: PartProps) {
  const { t } = useTranslation('scripts');
  const { options } = field;
  const index = options.findIndex((option) => option.value === value);
  return (
    <Select
      label={field.label}
      description={about}
      error={error}
      required={field.isRequired}
      placeholder={t('form.unset')}
      data={options.map(({ label }, at) => ({ value: String(at), label }))}
      value={index < 0 ? null : String(index)}
      onChange={(chosen) => onChange(chosen === null ? undefined : options[Number(chosen)]?.value)}
      clearable={!field.isRequired}
      allowDeselect={!field.isRequired}
    />
  );
}

function AsJson({ field, value, error, onChange, about }: PartProps) {
  const { t } = useTranslation('scripts');
  const [written, setWritten] = useState(() => (value === undefined ? '' : JSON.stringify(value, null, 2)));
  const [isWrong, setWrong] = useState(false);
  const read = (text: string): void => {
    setWritten(text);
    try {
      onChange(text.trim() === '' ? undefined : JSON.parse(text));
      setWrong(false);
    } catch {
      setWrong(true);
    }
  };
  return (
    <Textarea
      label={field.label}
      description={about}
      required={field.isRequired}
      error={isWrong ? t('form.notJson') : error}
      value={written}
      onChange={(event) => read(event.currentTarget.value)}
      autosize
      minRows={2}
      ff="monospace"
    />
  );
}
