import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../ui/announcer.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Moment } from '../../ui/moment.tsx';
import { nameOf, type PhoneDetail } from './phone-state.ts';
import type { ControlInHand, KeyName } from './use-control.ts';

const KEYS = ['back', 'home', 'app_switch', 'wake', 'enter', 'delete'] as const satisfies readonly KeyName[];
const SWIPES = {
  up: [
    { x: 0.5, y: 0.75 },
    { x: 0.5, y: 0.25 },
  ],
  down: [
    { x: 0.5, y: 0.25 },
    { x: 0.5, y: 0.75 },
  ],
  left: [
    { x: 0.8, y: 0.5 },
    { x: 0.2, y: 0.5 },
  ],
  right: [
    { x: 0.2, y: 0.5 },
    { x: 0.8, y: 0.5 },
  ],
} as const;
const SWIPE_MS = 300;
/** The colour of an alert's title is too faint on its own ground. */
const PLAIN_TITLE = { title: { color: 'var(--mantine-color-text)' } } as const;

interface PanelProps {
  readonly phone: PhoneDetail;
  readonly control: ControlInHand;
}

/** Beside the picture: takes the phone in hand, and hands it back. */
export function ControlPanel({ phone, control }: PanelProps) {
  const { t } = useTranslation('phones');
  const { state, error } = control;
  return (
    <Stack gap="sm">
      {error === null ? null : <FailureNote error={error} />}
      {state.is === 'lost' ? (
        <Alert color="orange" styles={PLAIN_TITLE} title={t('control.lost')}>
          {t('control.lostAbout')}
        </Alert>
      ) : null}
      {state.is === 'held' ? <InHand phone={phone} control={control} /> : <NotInHand phone={phone} control={control} />}
    </Stack>
  );
}

function NotInHand({ phone, control }: PanelProps) {
  const { t } = useTranslation('phones');
  const isWaiting = control.state.is === 'waiting';
  if (phone.control !== null && !isWaiting) return <InOtherHands phone={phone} control={control} />;
  const running = phone.running_task;
  const isBusy = running !== null;
  const take = async (): Promise<void> => {
    if (await control.take(isBusy)) announce(t('control.taken', { name: nameOf(phone) }));
  };
  return (
    <>
      <Text size="sm" c="dimmed">
        {isBusy ? t('control.busy', { task: running }) : t('control.about')}
      </Text>
      <Group gap="xs">
        <Button loading={isWaiting} disabled={!phone.online} onClick={() => void take()}>
          {isBusy ? t('control.takeAfter') : t('control.take')}
        </Button>
        {isWaiting ? (
          <Button variant="default" onClick={control.cancel}>
            {t('control.cancel')}
          </Button>
        ) : null}
      </Group>
    </>
  );
}

function InOtherHands({ phone, control }: PanelProps) {
  const { t } = useTranslation('phones');
  const [isAsking, setAsking] = useState(false);
  if (phone.control === null) return null;
  const end = async (): Promise<void> => {
    setAsking(false);
    await control.endOthers();
  };
  return (
    <Alert
      color="orange"
      styles={PLAIN_TITLE}
      title={t('control.other', { who: phone.control.by ?? t('control.somebody') })}
    >
      <Group gap="xs">
        <Moment at={phone.control.since} />
        <Button size="xs" variant="default" onClick={() => setAsking(true)}>
          {t('control.end')}
        </Button>
      </Group>
      <Confirm
        opened={isAsking}
        title={t('control.end')}
        action={t('control.end')}
        danger
        onConfirm={() => void end()}
        onClose={() => setAsking(false)}
      >
        {t('control.endAbout')}
      </Confirm>
    </Alert>
  );
}

function InHand({ phone, control }: PanelProps) {
  const { t } = useTranslation('phones');
  const handBack = (): void => {
    control.handBack();
    announce(t('control.returned', { name: nameOf(phone) }));
  };
  return (
    <>
      <Alert color="orange" styles={PLAIN_TITLE} title={t('control.held')}>
        <Text size="sm">{t('control.heldAbout')}</Text>
        <Button mt="xs" onClick={handBack}>
          {t('control.handBack')}
        </Button>
      </Alert>
      <Group gap="xs" role="group" aria-label={t('control.keysLabel')}>
        {KEYS.map((key) => (
          <Button key={key} variant="default" size="xs" onClick={() => void control.press(key)}>
            {t(`control.key.${key}`)}
          </Button>
        ))}
      </Group>
      <Group gap="xs" role="group" aria-label={t('control.swipesLabel')}>
        {(Object.keys(SWIPES) as (keyof typeof SWIPES)[]).map((way) => (
          <Button
            key={way}
            variant="default"
            size="xs"
            onClick={() => void control.swipe(SWIPES[way][0], SWIPES[way][1], SWIPE_MS)}
          >
            {t(`control.swipe.${way}`)}
          </Button>
        ))}
      </Group>
      <WriteForm control={control} />
    </>
  );
}

function WriteForm({ control }: Pick<PanelProps, 'control'>) {
  const { t } = useTranslation('phones');
  const [text, setText] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void control.write(text).then(() => setText(''));
      }}
    >
      <Group gap="xs" align="flex-end">
        <TextInput
          label={t('control.text')}
          description={t('control.textAbout')}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          autoComplete="off"
          style={{ flex: 1 }}
        />
        <Button type="submit" variant="default">
          {t('control.write')}
        </Button>
      </Group>
    </form>
  );
}
