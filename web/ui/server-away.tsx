import { Center } from '@mantine/core';
import { ApiFailure, NO_ANSWER } from '../lib/ask.ts';
import { FailureNote } from './failure-note.tsx';

export function ServerAway({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <FailureNote error={new ApiFailure('', { code: NO_ANSWER })} onRetry={onRetry} />
    </Center>
  );
}
