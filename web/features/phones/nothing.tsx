import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** In place of a short list that has nothing. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  );
}
