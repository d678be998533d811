import { NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Choices } from './choices.tsx';
import { type DraftFile, withFile } from './draft.ts';
import { DropZone } from './drop-zone.tsx';
import { idOf, type Refusal } from './fields.ts';
import { FileList } from './file-list.tsx';
import { LibraryPicker } from './library-picker.tsx';
import { UploadList } from './upload-list.tsx';
import type { DraftState } from './use-draft.ts';
import type { Uploads } from './use-uploads.ts';

interface MediaFieldsProps {
  readonly state: DraftState;
  readonly uploads: Uploads;
  readonly refusal: Refusal;
}

/** Which files, or by which tags the library gives them. */
export function MediaFields({ state, uploads, refusal: { fields } }: MediaFieldsProps) {
  const { t } = useTranslation('compose');
  const { draft, change } = state;
  return (
    <>
      <Choices
        label={t('mediaFrom')}
        value={draft.media}
        choices={[
          { value: 'files', label: t('mediaFiles') },
          { value: 'library', label: t('mediaLibrary') },
        ]}
        onChange={(media) => change({ media })}
      />
      {draft.media === 'files' ? (
        <>
          <DropZone id={idOf('media')} error={fields.media} onFiles={uploads.add}>
            <LibraryPicker onPick={(material) => change((before) => withFile(before, material))} />
          </DropZone>
          <UploadList uploads={uploads} />
          <FileList files={draft.files} onChange={(files: readonly DraftFile[]) => change({ files })} />
        </>
      ) : (
        <>
          <TextInput
            id={idOf('media')}
            label={t('libraryTags')}
            description={t('libraryTagsHelp')}
            error={fields.media}
            value={draft.tags}
            onChange={({ currentTarget: { value } }) => change({ tags: value })}
          />
          {draft.kind === 'images' ? (
            <NumberInput
              label={t('imageCount')}
              value={draft.imageCount}
              min={1}
              allowDecimal={false}
              onChange={(value) => change({ imageCount: Number(value) || 1 })}
            />
          ) : null}
        </>
      )}
    </>
  );
}
