import { Group, NumberInput, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { absoluteTime } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import { momentOfText, textOf } from '../../lib/zone-time.ts';
import { Choices } from './choices.tsx';
import type { Draft } from './draft.ts';
import { idOf, type Refusal } from './fields.ts';
import type { DraftState } from './use-draft.ts';

const HOUR_MS = 3_600_000;
const MINUTES_WIDTH = 130;

/** When the first one is due, and what lies between one and the next. */
export function WhenFields({ state, refusal }: { readonly state: DraftState; readonly refusal: Refusal }) {
  const { t } = useTranslation('compose');
  const { timeZone } = useShown();
  const { draft, change } = state;
  return (
    <>
      <Choices
        label={t('when')}
        value={draft.when}
        choices={[
          { value: 'now', label: t('whenNow') },
          { value: 'at', label: t('whenAt') },
        ]}
        onChange={(when) => change(({ at }) => ({ when, at: at === '' ? textOf(Date.now() + HOUR_MS, timeZone) : at }))}
      />
      {draft.when === 'at' ? <AtField state={state} refusal={refusal} /> : null}
      <Gaps state={state} refusal={refusal} />
    </>
  );
}

function AtField({
  state: { draft, change },
  refusal: { fields },
}: {
  readonly state: DraftState;
  readonly refusal: Refusal;
}) {
  const { t } = useTranslation('compose');
  const shown = useShown();
  const at = momentOfText(draft.at, shown.timeZone);
  const input = useRef<HTMLInputElement>(null);
  // The browser keeps what is half typed; from here it is only set when the draft becomes another one.
  const [first] = useState(draft.at);
  useEffect(() => {
    const { current } = input;
    if (current !== null && current !== document.activeElement && current.value !== draft.at) current.value = draft.at;
  }, [draft.at]);
  return (
    <div>
      <Group gap="sm" align="flex-end">
        <TextInput
          id={idOf('at')}
          ref={input}
          type="datetime-local"
          label={t('at')}
          error={fields.at}
          defaultValue={first}
          onChange={({ currentTarget: { value } }) => change({ at: value })}
        />
        <Text size="sm" data-zone>
          {t('zone', { zone: shown.timeZone })}
        </Text>
      </Group>
      {at === null ? null : (
        <Text size="xs" c="dimmed" mt={4}>
          {t('atIs', { time: absoluteTime(at, shown) })}
        </Text>
      )}
    </div>
  );
}

function Gaps({
  state: { draft, change },
  refusal: { fields },
}: {
  readonly state: DraftState;
  readonly refusal: Refusal;
}) {
  const { t } = useTranslation('compose');
  const minutes = (key: 'stagger' | 'gapLeast' | 'gapMost') => ({
    value: draft[key],
    min: 0,
    allowDecimal: false,
    w: MINUTES_WIDTH,
    onChange: (value: string | number) => change({ [key]: Number(value) || 0 } as Partial<Draft>),
  });
  return (
    <>
      <NumberInput
        id={idOf('stagger')}
        label={t('stagger')}
        description={t('staggerHelp')}
        error={fields.stagger}
        {...minutes('stagger')}
        w="100%"
        maw={360}
      />
      <Group component="fieldset" gap="sm" align="flex-end" m={0} p={0} style={{ border: 0 }}>
        <Text component="legend" size="sm" fw={500} p={0}>
          {t('gap')}
        </Text>
        <NumberInput id={idOf('gap')} label={t('gapLeast')} error={fields.gap} {...minutes('gapLeast')} />
        <NumberInput label={t('gapMost')} {...minutes('gapMost')} />
      </Group>
    </>
  );
}
