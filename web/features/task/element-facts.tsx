import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Facts } from './facts.tsx';
import { placeOf } from './looked-for-note.tsx';
import type { TreeElement } from './tree.ts';

/** All that the tree says of one element. */
export function ElementFacts({ element }: { readonly element: TreeElement | undefined }) {
  const { t } = useTranslation('task');
  if (element === undefined)
    return (
      <Text size="sm" c="dimmed" mt="xs">
        {t('tree.choose')}
      </Text>
    );
  const { className, text, description, id, packageName, bounds, states } = element;
  const given = (value: string): string | null => (value === '' ? null : value);
  return (
    <>
      <Text size="sm" fw={600} mt="xs" mb={4}>
        {t('tree.chosen')}
      </Text>
      <Facts
        facts={[
          [t('tree.attributes.class'), given(className)],
          [t('tree.attributes.text'), given(text)],
          [t('tree.attributes.description'), given(description)],
          [t('tree.attributes.id'), given(id)],
          [t('tree.attributes.package'), given(packageName)],
          [t('tree.attributes.bounds'), bounds === null ? null : placeOf(bounds)],
          [t('tree.attributes.states'), given(states.join(', '))],
        ]}
      />
    </>
  );
}
