import { Autocomplete, CloseButton, Group, Text } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type Ref, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSuggestions } from './suggestions.ts';

const QUIET_MS = 300;

interface SearchFieldProps {
  readonly text: string;
  readonly wrong: readonly string[];
  readonly onText: (text: string) => void;
  readonly ref: Ref<HTMLInputElement>;
}

/** Words and qualifiers, with what may follow. */
export function SearchField({ text, wrong, onText, ref }: SearchFieldProps) {
  const { t } = useTranslation('tasks');
  const [typed, setTyped] = useState(text);
  const [isActive, setActive] = useState(false);
  const sent = useRef(text);
  useEffect(() => {
    // Changed by somebody else: a view, the state, the way back.
    if (sent.current !== text) setTyped(text);
    sent.current = text;
  }, [text]);
  const send = (value: string): void => {
    sent.current = value.trim();
    onText(value.trim());
  };
  const sendSoon = useDebouncedCallback(send, QUIET_MS);
  const suggestions = useSuggestions(typed, isActive);
  const change = (value: string): void => {
    setTyped(value);
    sendSoon(value);
  };
  return (
    <Autocomplete
      ref={ref}
      label={t('search.label')}
      placeholder={t('search.placeholder')}
      value={typed}
      onChange={change}
      data={suggestions.map(({ value }) => value)}
      filter={({ options }) => options}
      renderOption={({ option: { value } }) => {
        const found = suggestions.find((each) => each.value === value);
        return (
          <Group gap="xs" wrap="nowrap">
            <Text size="sm" ff="monospace">
              {found?.token ?? value}
            </Text>
            {found?.about === null || found?.about === undefined ? null : (
              <Text size="xs" c="dimmed">
                {t(`search.hint.${found.about}`)}
              </Text>
            )}
          </Group>
        );
      }}
      error={wrong.length === 0 ? undefined : t('search.wrong', { what: wrong.join(' ') })}
      onFocus={() => setActive(true)}
      onBlur={() => setActive(false)}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') sendSoon.flush();
        if (key === 'Escape') currentTarget.blur();
      }}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed === '' ? null : (
          <CloseButton
            size="sm"
            aria-label={t('search.clear')}
            onClick={() => {
              setTyped('');
              send('');
            }}
          />
        )
      }
      spellCheck={false}
      autoCapitalize="off"
      maxDropdownHeight={320}
      style={{ flex: 1, minWidth: 240 }}
    />
  );
}
