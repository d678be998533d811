import { Button, NumberInput, Select, SimpleGrid, Switch, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../lib/ask.ts';
import { idOf, OPTION_FIELDS, type OptionName, type Refusal } from './fields.ts';
import type { DraftState } from './use-draft.ts';

/** As JSON Schema says it of one setting. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: string | number | boolean;
}

type Value = string | number | boolean;

/** Of the request itself, and not of its script. */
const OF_REQUEST: readonly OptionName[] = ['max_retries', 'priority'];
const COUNT: Schema = { type: 'integer', default: 0 };

/** All that is seldom needed, made from the schema that the server has of it. */
export function OptionFields({ state, refusal }: { readonly state: DraftState; readonly refusal: Refusal }) {
  const { t } = useTranslation('compose');
  const [isOpen, setOpen] = useState(false);
  const isRefused = OPTION_FIELDS.some((name) => refusal.fields[name] !== undefined);
  const isShown = isOpen || isRefused;
  const Sign = isShown ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Sign size={16} aria-hidden />}
        aria-expanded={isShown}
        onClick={() => setOpen(!isShown)}
      >
        {t('options')}
      </Button>
      {isShown ? <Options state={state} refusal={refusal} /> : null}
    </div>
  );
}

function Options({ state: { draft, change }, refusal }: { readonly state: DraftState; readonly refusal: Refusal }) {
  const { data } = useQuery({
    queryKey: ['readScript', 'post'],
    queryFn: async ({ signal }) => await ask('readScript', { params: { name: 'post' }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { properties = {} } = (data?.parameters ?? {}) as { readonly properties?: Readonly<Record<string, Schema>> };
  const set = (name: OptionName, value: Value, usual: Value | undefined): void => {
    const part = OF_REQUEST.includes(name) ? 'request' : 'config';
    change((before) => {
      const { [name]: _, ...others } = before[part];
      return { [part]: value === usual ? others : { ...others, [name]: value } };
    });
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} mt="sm">
      {OPTION_FIELDS.map((name) => {
        const schema = OF_REQUEST.includes(name) ? COUNT : properties[name];
        if (schema === undefined) return null;
        const value = (OF_REQUEST.includes(name) ? draft.request : draft.config)[name] ?? schema.default ?? '';
        return (
          <OptionField
            key={name}
            name={name}
            schema={schema}
            value={value}
            error={refusal.fields[name]}
            onChange={(next) => set(name, next, schema.default)}
          />
        );
      })}
    </SimpleGrid>
  );
}

interface OptionFieldProps {
  readonly name: OptionName;
  readonly schema: Schema;
  readonly value: Value;
  readonly error: ReactNode;
  readonly onChange: (value: Value) => void;
}

const NAMED_CHOICES = ['post_way', 'add_sound'] as const;

function OptionField({ name, schema, value, error, onChange }: OptionFieldProps) {
  const { t } = useTranslation('compose');
  const common = { id: idOf(name), label: t(`option.${name}`), error };
  if (name === 'add_product_link')
    return (
      <Switch
        {...common}
        checked={value === 1}
        onChange={({ currentTarget: { checked } }) => onChange(checked ? 1 : 0)}
      />
    );
  if (schema.type === 'boolean')
    return (
      <Switch {...common} checked={value === true} onChange={({ currentTarget: { checked } }) => onChange(checked)} />
    );
  const named = NAMED_CHOICES.find((each) => each === name);
  if (named !== undefined && schema.enum !== undefined) {
    // Some programs write the choices as numbers; they are the same ones.
    const values = [...new Set(schema.enum.map(String))];
    const data = values.map((each) => ({ value: each, label: t(`choice.${named}.${each}` as never) as string }));
    return (
      <Select
        {...common}
        data={data}
        value={String(value)}
        allowDeselect={false}
        onChange={(next) => onChange(next ?? '')}
      />
    );
  }
  if (schema.type === 'integer')
    return (
      <NumberInput
        {...common}
        value={Number(value)}
        allowDecimal={false}
        {...(schema.minimum === undefined ? {} : { min: schema.minimum })}
        {...(schema.maximum === undefined ? {} : { max: schema.maximum })}
        onChange={(next) => onChange(next === '' ? (schema.default ?? 0) : Number(next))}
      />
    );
  return (
    <TextInput {...common} value={String(value)} onChange={({ currentTarget: { value: next } }) => onChange(next)} />
  );
}
