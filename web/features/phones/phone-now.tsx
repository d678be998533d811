import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { duration } from '../../lib/format.ts';
import { type ServerWords, useServerWords } from '../../lib/server-words.ts';
import { said, type Telling, wordsAt } from '../../lib/telling.ts';
import { useShown } from '../../lib/use-shown.ts';
import { Moment } from '../../ui/moment.tsx';
import { MoodBadge } from '../../ui/state-badge.tsx';
import { Told, ToldInline } from '../../ui/told.tsx';
import { MOODS, type PhoneDetail, stateOf } from './phone-state.ts';

/** What a phone is and does at this moment. */
export function PhoneNow({ phone }: { readonly phone: PhoneDetail }) {
  const { t } = useTranslation('phones');
  const words = useServerWords();
  const state = stateOf(phone);
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <MoodBadge mood={MOODS[state]}>{t(`state.${state}`)}</MoodBadge>
        {phone.tags.map((tag) => (
          <MoodBadge key={tag} mood="calm">
            {tag}
          </MoodBadge>
        ))}
      </Group>
      <Text size="sm">
        {[phone.serial, phone.model, phone.android_version === null ? null : `Android ${phone.android_version}`]
          .filter((part) => part !== null)
          .join(' · ')}
      </Text>
      {phone.running_task === null ? null : (
        <Text size="sm">
          <Anchor component={Link} to={`/tasks/${phone.running_task}`} underline="always">
            {t('now.task', { id: phone.running_task })}
          </Anchor>
          {phone.running_step === null ? null : (
            <>
              {': '}
              <ToldInline telling={said(wordsAt(words?.steps, phone.running_step_name), phone.running_step)} />
            </>
          )}
        </Text>
      )}
      {phone.held_back === null ? null : <Told telling={heldBack(phone, words)} />}
      {phone.retired?.replaced_by == null ? null : (
        <Text size="sm">
          <Anchor component={Link} to={`/phones/${encodeURIComponent(phone.retired.replaced_by)}`} underline="always">
            {t('now.replacedBy', { serial: phone.retired.replaced_by })}
          </Anchor>
        </Text>
      )}
      <Signs phone={phone} />
    </Stack>
  );
}

/** Why tasks wait; what people have written of it is in whatever language they have. */
function heldBack(phone: PhoneDetail, words: ServerWords | null): Telling {
  const { held_back: own, held_back_by: by, quarantine, retired } = phone;
  const found = wordsAt(words?.holds, by);
  const written =
    by === 'retired'
      ? retired?.reason
      : by === 'quarantine' && quarantine?.by === 'operator'
        ? quarantine.reason
        : undefined;
  return found === undefined || written === undefined ? said(found, own) : said(`${found} ${written}`, null);
}

function Signs({ phone: { battery, answer_age_ms: ageMs, last_seen_at: seenAt, online } }: { phone: PhoneDetail }) {
  const { t } = useTranslation('phones');
  const shown = useShown();
  const degrees = new Intl.NumberFormat(shown.language, { style: 'unit', unit: 'celsius', maximumFractionDigits: 1 });
  return (
    <Text size="sm" c="dimmed" component="div">
      {battery === null ? null : (
        <div>
          {t(battery.powered ? 'battery.charging' : 'battery.plain', { percent: battery.percent })},{' '}
          {degrees.format(battery.celsius)}
        </div>
      )}
      {online && ageMs !== null ? (
        t('now.answered', { age: duration(ageMs, shown) })
      ) : (
        <>
          {t('now.lastSeen')} <Moment at={seenAt} />
        </>
      )}
    </Text>
  );
}
