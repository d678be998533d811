import { Box, Button, FileButton, Pagination, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useParam } from '../../lib/use-param.ts';
import { Empty } from '../../ui/empty.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Page } from '../../ui/page.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { PAGE_FILES, useMaterials } from './data.ts';
import { MaterialDrawer } from './detail.tsx';
import { LibraryFilters, queryOf } from './filters.tsx';
import { Grid } from './grid.tsx';
import { Selection } from './selection.tsx';
import { UploadList } from './upload-list.tsx';
import { useUploads } from './use-uploads.ts';

const ACCEPTED = 'video/mp4,video/quicktime,image/jpeg,image/png,image/webp';

export function LibraryView() {
  const { t } = useTranslation('library');
  const { t: shell } = useTranslation('shell');
  const uploads = useUploads();
  const [open, setOpen] = useParam('open', { isFilter: false });
  const choose = (
    <FileButton onChange={(files) => uploads.add(files)} accept={ACCEPTED} multiple>
      {(props) => (
        <Button {...props} leftSection={<IconUpload size={16} aria-hidden />}>
          {t('upload')}
        </Button>
      )}
    </FileButton>
  );
  return (
    <Page title={shell('nav.library')} about={t('about')} actions={choose}>
      <DropPlace onFiles={(files) => uploads.add(files)}>
        <UploadList uploads={uploads} />
        <LibraryFilters />
        <Files onOpen={setOpen} />
      </DropPlace>
      {open === '' ? null : <MaterialDrawer sha256={open} onClose={() => setOpen('')} />}
    </Page>
  );
}

interface DropPlaceProps {
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: React.ReactNode;
}

/** Takes files that are dropped on the page; the button does the same for keyboards. */
function DropPlace({ onFiles, children }: DropPlaceProps) {
  const { t } = useTranslation('library');
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <Box
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      data-drop-files
      mih={300}
      style={isOver ? { outline: '2px dashed var(--mantine-primary-color-filled)', outlineOffset: 4 } : {}}
    >
      <Stack gap="sm">
        {isOver ? <Text fw={600}>{t('drop')}</Text> : null}
        {children}
      </Stack>
    </Box>
  );
}

function Files({ onOpen }: { readonly onOpen: (sha256: string) => void }) {
  const { t } = useTranslation('library');
  const [params, setParams] = useSearchParams();
  const [, setPage] = useParam('page', { isFilter: false });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const query = queryOf(params);
  const { data, error, refetch } = useMaterials(query);
  if (data === undefined)
    return error === null ? <RowsSkeleton height={90} /> : <FailureNote error={error} onRetry={() => void refetch()} />;
  const isFiltered = ['q', 'kind', 'tag', 'used'].some((name) => params.has(name));
  if (data.total === 0 && !isFiltered) return <Empty title={t('empty.title')}>{t('empty.about')}</Empty>;
  const pages = Math.max(1, Math.ceil(data.total / PAGE_FILES));
  const select = (sha256: string, isSelected: boolean): void =>
    setSelected((before) => {
      const after = new Set(before);
      if (isSelected) after.add(sha256);
      else after.delete(sha256);
      return after;
    });
  return (
    <>
      <Selection
        materials={data.materials.filter(({ sha256 }) => selected.has(sha256))}
        onNone={() => setSelected(new Set())}
      />
      {data.materials.length === 0 ? (
        <Empty
          title={t('filtered.title')}
          action={
            <Button variant="default" onClick={() => setParams({})}>
              {t('filtered.clear')}
            </Button>
          }
        />
      ) : (
        <>
          <Text size="sm" c="dimmed" role="status">
            {t('total', { count: data.total })}
          </Text>
          <Grid materials={data.materials} selected={selected} onSelect={select} onOpen={onOpen} />
        </>
      )}
      {pages === 1 ? null : (
        <Pagination
          total={pages}
          value={Math.min(pages, query.page ?? 1)}
          onChange={(value) => setPage(String(value))}
          aria-label={t('page')}
          getControlProps={(control) => ({ 'aria-label': control })}
          getItemProps={(number) => ({ 'aria-label': String(number) })}
        />
      )}
    </>
  );
}
