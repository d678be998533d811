import { useTranslation } from 'react-i18next';
import { Choices } from './choices.tsx';
import type { App, Kind } from './draft.ts';
import { idOf, type Refusal } from './fields.ts';
import type { DraftState } from './use-draft.ts';

const APPS: readonly App[] = ['tiktok', 'instagram', 'both'];
const KINDS: readonly Kind[] = ['video', 'images', 'story'];

/** In which app, and as what. */
export function WhatFields({ state, refusal: { fields } }: { readonly state: DraftState; readonly refusal: Refusal }) {
  const { t } = useTranslation('compose');
  const { draft, change } = state;
  const chooseApp = (app: App): void =>
    change(({ kind, targets }) => ({
      app,
      kind: app === 'tiktok' && kind === 'story' ? 'video' : kind,
      // Only an account says by itself which app it belongs to.
      targets: app === 'both' && targets === 'phones' ? 'accounts' : targets,
      usernames: [],
    }));
  return (
    <>
      <Choices
        id={idOf('app')}
        label={t('app')}
        error={fields.app}
        value={draft.app}
        choices={APPS.map((value) => ({ value, label: t(`apps.${value}`) }))}
        onChange={chooseApp}
      />
      <Choices
        id={idOf('kind')}
        label={t('kind')}
        description={draft.app === 'tiktok' ? t('storyOnly') : undefined}
        error={fields.kind}
        value={draft.kind}
        choices={KINDS.map((value) => ({
          value,
          label: t(`kinds.${value}`),
          disabled: value === 'story' && draft.app !== 'instagram',
        }))}
        onChange={(kind) => change({ kind })}
      />
    </>
  );
}
