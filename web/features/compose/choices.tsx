import { Group, Radio } from '@mantine/core';
import type { ReactNode } from 'react';

interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean;
}

interface ChoicesProps<Value extends string> {
  readonly id?: string;
  readonly label: string;
  readonly description?: string | undefined;
  readonly error?: ReactNode;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
}

/** One of a few: all of them in sight, and the arrow keys go from one to the next. */
export function Choices<Value extends string>({
  id,
  label,
  description,
  error,
  value,
  choices,
  onChange,
}: ChoicesProps<Value>) {
  return (
    <Radio.Group
      {...(id === undefined ? {} : { wrapperProps: { id } })}
      label={label}
      {...(description === undefined ? {} : { description })}
      {...(error === undefined ? {} : { error })}
      value={value}
      onChange={(next) => onChange(next as Value)}
    >
      <Group gap="md" mt="xs">
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} label={choice.label} disabled={choice.disabled === true} />
        ))}
      </Group>
    </Radio.Group>
  );
}
