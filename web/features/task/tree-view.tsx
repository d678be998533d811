import { Anchor, Grid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../ui/failure-note.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { ElementFacts } from './element-facts.tsx';
import { ElementTree } from './element-tree.tsx';
import { Framed } from './framed.tsx';
import { LookedForNote } from './looked-for-note.tsx';
import { readText } from './read-text.ts';
import { fileNameOf, type Sight } from './sights.ts';
import { elementAt, readTree, type ScreenTree } from './tree.ts';

/** A kept UI tree: what was looked for in it, its elements to walk through, and where each of them stands. */
export function TreeView({ sight }: { readonly sight: Sight }) {
  const { t } = useTranslation('task');
  const { link } = sight;
  const { data, error, refetch } = useQuery({
    queryKey: ['evidence', link.url],
    queryFn: async ({ signal }) => await readText(link.url, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const tree = useMemo(() => (data === undefined ? undefined : readTree(data)), [data]);
  if (error !== null) return <FailureNote error={error} onRetry={() => void refetch()} />;
  if (tree === undefined) return <RowsSkeleton />;
  return (
    <Stack gap="sm">
      {tree === null ? <Text>{t('tree.broken')}</Text> : <Opened sight={sight} tree={tree} />}
      <Anchor size="sm" href={link.url} download={fileNameOf(link)}>
        {t('sight.download')}
      </Anchor>
    </Stack>
  );
}

function Opened({ sight, tree }: { readonly sight: Sight; readonly tree: ScreenTree }) {
  const { link, picture } = sight;
  const nearest = link.looked_for?.nearest ?? [];
  const first = nearest[0] === undefined ? undefined : elementAt(tree, nearest[0].bounds);
  const [chosen, choose] = useState<string | null>(first?.key ?? null);
  const element = chosen === null ? undefined : tree.byKey.get(chosen);
  return (
    <>
      {link.looked_for === null ? null : (
        <LookedForNote
          lookedFor={link.looked_for}
          onChoose={(bounds) => choose(elementAt(tree, bounds)?.key ?? null)}
        />
      )}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, sm: 7 }}>
          <ElementTree tree={tree} chosen={chosen} onChoose={choose} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 5 }}>
          <Framed tree={tree} picture={picture?.url ?? null} chosen={element?.bounds ?? null} nearest={nearest} />
          <ElementFacts element={element} />
        </Grid.Col>
      </Grid>
    </>
  );
}
