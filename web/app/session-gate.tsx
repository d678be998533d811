import { Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure, ask } from '../lib/ask.ts';
import { ServerAway } from '../ui/server-away.tsx';
import { PageSkeleton } from '../ui/skeletons.tsx';

const SESSION = ['readSession'] as const;

/** Shows the console to who is signed in. Where no key is configured, everybody at this machine is. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { data, isPending, refetch } = useQuery({
    queryKey: SESSION,
    queryFn: begin,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (isPending) return <PageSkeleton />;
  if (data === undefined) return <ServerAway onRetry={() => void refetch()} />;
  return data.signed_in ? children : <SignIn />;
}

async function begin({ signal }: { readonly signal: AbortSignal }) {
  const session = await ask('readSession', { signal });
  return session.signed_in || session.key_required ? session : await ask('signIn', { body: {}, signal });
}

function SignIn() {
  const { t } = useTranslation('shell');
  const client = useQueryClient();
  const [key, setKey] = useState('');
  const signIn = useMutation({
    mutationFn: async () => await ask('signIn', { body: { api_key: key } }),
    onSuccess: (session) => client.setQueryData(SESSION, session),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate();
  };
  const isWrong = signIn.error instanceof ApiFailure && signIn.error.code === 40101;
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder p="lg" maw={400} w="100%">
        <form onSubmit={submit}>
          <Stack>
            <Title order={1}>{t('signIn.title')}</Title>
            <Text c="dimmed">{t('signIn.why')}</Text>
            <PasswordInput
              label={t('signIn.key')}
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
              error={signIn.error === null ? undefined : isWrong ? t('signIn.wrong') : signIn.error.message}
              autoComplete="current-password"
              data-autofocus
              required
            />
            <Button type="submit" loading={signIn.isPending}>
              {t('signIn.submit')}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
