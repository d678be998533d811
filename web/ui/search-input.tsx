import { TextInput } from '@mantine/core';
import { useSearch } from './use-search.ts';

interface SearchInputProps {
  /** In the address. */
  readonly name: string;
  readonly label: string;
  readonly about: string;
}

/** What is searched for; it takes the room that the choices beside it leave. */
export function SearchInput({ name, label, about }: SearchInputProps) {
  const [typed, setTyped] = useSearch(name);
  return (
    <TextInput
      type="search"
      label={label}
      placeholder={about}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      style={{ flex: '2 1 200px' }}
    />
  );
}
