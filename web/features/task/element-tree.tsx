import { Box, Button, Group, Text, TextInput, Tree, type TreeNodeData, useTree } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type FocusEvent, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ScreenTree, searchTree, type TreeElement, wayTo } from './tree.ts';

interface ElementTreeProps {
  readonly tree: ScreenTree;
  readonly chosen: string | null;
  readonly onChoose: (key: string) => void;
}

/** The elements of a screen as a tree that can be searched and walked by keyboard; the one in focus is the chosen one. */
export function ElementTree({ tree, chosen, onChoose }: ElementTreeProps) {
  const { t } = useTranslation('task');
  const [words, setWords] = useState('');
  const found = useMemo(() => searchTree(tree, words), [tree, words]);
  const data = useMemo(() => tree.elements.map(nodeOf), [tree]);
  const opened = useTree({
    initialExpandedState: Object.fromEntries([...tree.byKey.keys()].map((key) => [key, true])),
  });
  const { expandAllNodes, collapseAllNodes } = opened;
  const first = found[0]?.key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another find opens the way to it.
  useEffect(() => {
    if (first === undefined) return;
    for (const key of wayTo(first)) opened.expand(key);
    onChoose(first);
  }, [first]);
  const matches = new Set(found.map(({ key }) => key));
  const follow = ({ target }: FocusEvent): void => {
    const key = (target as HTMLElement).closest<HTMLElement>('[role="treeitem"]')?.dataset.value;
    if (key !== undefined) onChoose(key);
  };
  return (
    <>
      <Group gap="xs" align="flex-end" mb="xs">
        <TextInput
          label={t('tree.search')}
          placeholder={t('tree.searchHint')}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          flex={1}
          miw={180}
        />
        <Button variant="default" onClick={expandAllNodes}>
          {t('tree.expand')}
        </Button>
        <Button variant="default" onClick={collapseAllNodes}>
          {t('tree.collapse')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" role="status">
        {t('tree.found', { count: words.trim() === '' ? tree.byKey.size : found.length })}
      </Text>
      <Box style={{ overflow: 'auto', maxHeight: '55dvh' }} onFocus={follow}>
        <Tree
          aria-label={t('tree.elements')}
          data={data}
          tree={opened}
          levelOffset={12}
          expandOnClick={false}
          renderNode={({ node, expanded, hasChildren, elementProps, tree: controller }) => (
            <Group {...elementProps} gap={4} wrap="nowrap" style={{ ...elementProps.style, whiteSpace: 'nowrap' }}>
              <Box
                w={16}
                onClick={() => controller.toggleExpanded(node.value)}
                style={{ visibility: hasChildren ? 'visible' : 'hidden', cursor: 'pointer' }}
                aria-hidden
              >
                {expanded ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
              </Box>
              <Label
                element={tree.byKey.get(node.value)}
                isChosen={node.value === chosen}
                isMatch={matches.has(node.value)}
              />
            </Group>
          )}
        />
      </Box>
    </>
  );
}

interface LabelProps {
  readonly element: TreeElement | undefined;
  readonly isChosen: boolean;
  readonly isMatch: boolean;
}

function Label({ element, isChosen, isMatch }: LabelProps) {
  if (element === undefined) return null;
  return (
    <Text
      size="sm"
      fw={isMatch ? 700 : 400}
      td={isMatch ? 'underline' : 'none'}
      bg={isChosen ? 'var(--mantine-primary-color-light)' : 'transparent'}
      px={4}
    >
      {shortName(element)}
    </Text>
  );
}

function nodeOf(element: TreeElement): TreeNodeData {
  const children = element.children.map(nodeOf);
  return { value: element.key, label: shortName(element), ...(children.length === 0 ? {} : { children }) };
}

const LONGEST_WORDS = 60;

/** `Button "Next" #next_button`. */
function shortName({ className, text, description, id }: TreeElement): string {
  const words = (text === '' ? description : text).slice(0, LONGEST_WORDS);
  const shortClass = className.slice(className.lastIndexOf('.') + 1);
  const shortId = id.slice(id.lastIndexOf('/') + 1);
  return [shortClass, ...(words === '' ? [] : [`“${words}”`]), ...(shortId === '' ? [] : [`#${shortId}`])].join(' ');
}
