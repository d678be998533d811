import { ActionIcon } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
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
      <IconLanguage size={18} aria-hidden />
    </ActionIcon>
  );
}
