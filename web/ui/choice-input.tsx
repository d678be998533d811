import { Select } from '@mantine/core';
import { useParam } from '../lib/use-param.ts';

interface ChoiceInputProps {
  /** In the address. */
  readonly name: string;
  readonly label: string;
  /** What stands there while nothing is chosen. */
  readonly all: string;
  readonly data: readonly (string | { readonly value: string; readonly label: string })[];
  /** Where nothing is chosen; otherwise all. */
  readonly usual?: string;
  readonly searchable?: boolean;
}

/** One of several, kept in the address. */
export function ChoiceInput({ name, label, all, data, usual, searchable = false }: ChoiceInputProps) {
  const [value, setValue] = useParam(name);
  return (
    <Select
      label={label}
      placeholder={all}
      data={[...data]}
      value={value || (usual ?? null)}
      onChange={(chosen) => setValue(chosen === usual ? '' : (chosen ?? ''))}
      clearable={usual === undefined}
      allowDeselect={usual === undefined}
      searchable={searchable}
      style={{ flex: '1 1 140px' }}
    />
  );
}
