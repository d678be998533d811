import { useDebouncedCallback } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { useParam } from '../lib/use-param.ts';

const TYPING_MS = 250;

/** What is searched for, in the address a moment after it was typed; whoever clears the address clears the field. */
export function useSearch(name: string): readonly [string, (typed: string) => void] {
  const [sought, setSought] = useParam(name);
  const told = useRef(sought);
  const [typed, setTyped] = useState(sought);
  const [seen, setSeen] = useState(sought);
  const tell = useDebouncedCallback((text: string) => {
    told.current = text;
    setSought(text);
  }, TYPING_MS);
  if (seen !== sought) {
    setSeen(sought);
    if (told.current !== sought) setTyped(sought);
  }
  return [
    typed,
    (text) => {
      setTyped(text);
      tell(text);
    },
  ];
}
