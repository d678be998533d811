import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';

interface NoteProps {
  readonly color: 'red' | 'orange' | 'gray';
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
}

/** Something about the task that must not be overlooked. Its title keeps its contrast on any ground. */
export function Note({ color, icon, title, children }: NoteProps) {
  return (
    <Alert
      color={color}
      variant="light"
      icon={icon}
      title={title}
      role="region"
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      {children}
    </Alert>
  );
}
