import { Code, Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Receipt } from '../../../src/contract/types.ts';
import { absoluteTime, bytes } from '../../lib/format.ts';
import { useShown } from '../../lib/use-shown.ts';
import { Thumbnail } from '../../ui/thumbnail.tsx';
import { type Fact, Facts } from './facts.tsx';
import { platformName } from './words.tsx';

/** Who, where, when. */
export function ReceiptFacts({ receipt }: { readonly receipt: Receipt }) {
  const { t } = useTranslation('task');
  const shown = useShown();
  const at = (time: string | null): string | null => (time === null ? null : absoluteTime(new Date(time), shown));
  const { account, app, platform, phone, settled, proof, values } = receipt;
  const appName = platform === null ? (app?.id ?? null) : platformName(platform);
  const android = phone.android_version === null ? null : t('receipt.android', { version: phone.android_version });
  const said = proof === 'said' ? settled : null;
  const saidBy = said?.by ?? null;
  const facts: readonly Fact[] = [
    [t('receipt.account'), account === null ? null : `@${account}`],
    [t('receipt.app'), appName === null ? null : joined(appName, app?.version ?? null)],
    [t('receipt.phone'), joined(phone.name, phone.model, android, phone.serial)],
    [t('receipt.script'), receipt.kind === 'custom' ? receipt.script_name : null],
    [t('receipt.sent'), at(receipt.committed_at)],
    [t('receipt.seen'), at(receipt.seen_at)],
    [t('receipt.finished'), receipt.seen_at === null ? at(receipt.finished_at) : null],
    [saidBy === null ? t('receipt.confirmed') : t('receipt.confirmedBy', { by: saidBy }), at(said?.at ?? null)],
    [t('receipt.note'), said?.note ?? null],
    [t('receipt.link'), receipt.post_url],
    [t('receipt.attempts'), String(receipt.attempts)],
    [t('receipt.task'), String(receipt.task_id)],
    ...Object.entries(values ?? {}).map(([name, value]): Fact => [t('receipt.value', { name }), value ?? '–']),
  ];
  return <Facts facts={facts} />;
}

export function ReceiptMedia({ receipt }: { readonly receipt: Receipt }) {
  const { t } = useTranslation('task');
  const shown = useShown();
  if (receipt.materials.length === 0) return null;
  return (
    <div>
      <Title order={2} mb={4}>
        {t('receipt.media')}
      </Title>
      {receipt.materials.map(({ sha256, name, size_bytes: size, thumbnail_url: url }) => (
        <Group key={sha256} gap="sm" wrap="nowrap" align="flex-start" mb="xs">
          <Thumbnail sha256={url === null ? null : sha256} size={56} />
          <div>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {name}, {bytes(size, shown)}
            </Text>
            <Code style={{ overflowWrap: 'anywhere', fontSize: 11 }}>{sha256}</Code>
          </div>
        </Group>
      ))}
    </div>
  );
}

function joined(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ');
}
