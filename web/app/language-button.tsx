import { ActionIcon, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, LANGUAGES } from '../lib/texts.ts';

/** Changes to the other language, by its own name. */
export function LanguageButton() {
  const { i18n } = useTranslation();
  const other = i18n.language === 'en' ? 'es' : 'en';
  return (
    <ActionIcon
      variant="default"
      size="lg"
      lang={other}
      aria-label={LANGUAGES[other]}
      title={LANGUAGES[other]}
      onClick={() => void chooseLanguage(other)}
    >
      <Text span size="sm" fw={600} tt="uppercase">
        {other}
      </Text>
    </ActionIcon>
  );
}
