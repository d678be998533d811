import { Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure, ask } from '../lib/ask.ts';
import { useFailure } from '../lib/telling.ts';
import { ToldInline } from '../ui/told.tsx';

/** Asks for the server's API key, once. */
export function SignIn() {
  const { t } = useTranslation('shell');
  const tell = useFailure();
  const client = useQueryClient();
  const [key, setKey] = useState('');
  const signIn = useMutation({
    mutationFn: async () => await ask('signIn', { body: { api_key: key } }),
    onSuccess: (session) => client.setQueryData(['readSession'], session),
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
              error={
                signIn.error === null ? undefined : isWrong ? (
                  t('signIn.wrong')
                ) : (
                  <ToldInline telling={tell(signIn.error)} isWhole />
                )
              }
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
