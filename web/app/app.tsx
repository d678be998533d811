import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { BrowserRouter } from 'react-router';
import { queryClient } from '../lib/query.ts';
import { Announcer } from '../ui/announcer.tsx';
import { nonce } from './nonce.ts';
import { Notes } from './notes.tsx';
import { SessionGate } from './session-gate.tsx';
import { Shell } from './shell.tsx';
import { darkerDimmed, theme } from './theme.ts';

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={darkerDimmed}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queryClient}>
        <Notes />
        <Announcer />
        <BrowserRouter>
          <SessionGate>
            <Shell />
          </SessionGate>
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  );
}
