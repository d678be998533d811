import { PostwrightError } from '../../errors.ts';
import type { UiNode, UiTree } from '../../screen/screen.ts';
import type { AppDriver, PhoneMedia } from './app-driver.ts';
import type { AppScreen } from './app-screen.ts';
import { textsOf } from './grid.ts';
import { pickMedia } from './picker.ts';
import { shareToApp } from './share.ts';
import { normaliseUsername } from './username.ts';

export const instagram: AppDriver = {
  app: 'instagram',
  title: 'Instagram',
  packages: ['com.instagram.android'],
  mainActivity: /\.(?:InstagramMainActivity|MainTabActivity|LauncherActivity)$/,

  accountOnProfile(app, tree) {
    // Private accounts have a lock before the name, which shows as spaces.
    const name = normaliseUsername(app.see(tree, 'accountName')?.text ?? '');
    return name === '' ? null : name;
  },

  async openAccountSheet(app) {
    await app.run('open-account-sheet');
    const { tree } = await app.waitStill('accountSheet');
    const names = app.seeAll(tree, 'accountRow').map((row) => normaliseUsername(row.text));
    return [...new Set(names.filter((name) => name !== ''))];
  },

  async compose(app, { plan, media }) {
    switch (plan.kind) {
      case 'reel':
      case 'video':
        await shareToApp(app, { media: firstOf(media), component: /(?:^|[./])ShareHandlerActivity$/ });
        break;
      case 'images':
        await pickPhotos(app, media);
        break;
      case 'story':
        await shareToApp(app, { media: firstOf(media), component: /(?:^|[./])(?:Custom)?StoryShareHandlerActivity$/ });
        await app.wait('storyButton', app.pace.coldStartMs);
        return;
    }
    await app.run('editor-to-share-page');
  },

  commitButton: (kind) => (kind === 'story' ? 'storyButton' : 'postButton'),

  textsFor: (_app, _tree, { kind, caption }) => (kind === 'story' ? null : { title: null, caption }),

  async writeTexts(app, { caption }) {
    await app.run('write-caption', { caption });
  },

  readTexts(app, tree) {
    const field = app.see(tree, 'captionField');
    if (field === null)
      throw new PostwrightError('CAPTION_MISMATCH', 'The field of the caption is not on the share page.');
    return { caption: field.showingHint ? '' : field.text, title: null };
  },

  postCells(app, tree) {
    return app.seeAll(tree, 'gridItem');
  },
};

function firstOf(media: readonly PhoneMedia[]): PhoneMedia {
  const [first] = media;
  if (first === undefined) throw new PostwrightError('MATERIAL_MISSING', 'The task has no media file.');
  return first;
}

async function pickPhotos(app: AppScreen, media: readonly PhoneMedia[]): Promise<void> {
  const open = async (): Promise<void> => {
    await app.run('open-picker');
    if (media.length > 1) await app.run('select-multiple');
  };
  const cells = (tree: UiTree): readonly UiNode[] => app.seeAll(tree, 'pickerCell');
  const isSelected = (cell: UiNode): boolean => textsOf(cell).some((text) => app.matches('selectedCell', text));
  await pickMedia(app, { media, shows: 'any', open, cells, isSelected });
  await app.tap('pickerNext');
}
