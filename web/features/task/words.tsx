import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Text that people or phones wrote: with its lines, and never wider than the page. */
export function Words({ children }: { readonly children: string }) {
  return (
    <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {children}
    </Text>
  );
}

const STEPS = ['prepare', 'account', 'media', 'compose', 'commit', 'confirm', 'cleanup'] as const;

/** The name of a step, in the reader's language; that of one nobody knows stays as it is. */
export function useStepName(): (name: string) => string {
  const { t } = useTranslation('task');
  return (name) => {
    const known = STEPS.find((step) => step === name);
    return known === undefined ? name : t(`steps.${known}`);
  };
}

const PLATFORMS = { tiktok: 'TikTok', instagram: 'Instagram' } as const;

export function platformName(platform: keyof typeof PLATFORMS): string {
  return PLATFORMS[platform];
}

const SIGHTS = {
  published: 'published',
  rehearsal: 'rehearsal',
  done: 'done',
  failure: 'failure',
  'not-found': 'notFound',
} as const;

/** What a kept picture or tree shows; a script may have named it otherwise. */
export function useSightName(): (name: string) => string {
  const { t } = useTranslation('task');
  return (name) => {
    const known = Object.entries(SIGHTS).find(([sight]) => sight === name)?.[1];
    return known === undefined ? name : t(`sight.names.${known}`);
  };
}
