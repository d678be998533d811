import { PostwrightError } from '../../errors.ts';
import type { UiNode, UiTree } from '../../screen/screen.ts';
import type { PostPlan } from '../script.ts';
import type { AppDriver, PhoneMedia } from './app-driver.ts';
import type { AppScreen } from './app-screen.ts';
import { textsOf } from './grid.ts';
import { openSoundPage, setSound } from './instagram-sound.ts';
import { pickMedia } from './picker.ts';
import { firstOf, shareToApp } from './share.ts';
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
    const made = { kind: plan.kind, begunWith: await begin(app, plan, media) };
    switch (plan.kind) {
      case 'story':
        await app.wait('storyButton', app.pace.coldStartMs);
        await setSound(app, plan.sound, made);
        return;
      case 'images':
        await app.run('editor-to-share-page');
        await setSound(app, plan.sound, made);
        return;
      default:
        await app.run('open-reel-editor');
        await setSound(app, plan.sound, made);
        await app.run('editor-to-share-page');
    }
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
    const isHint = field.showingHint || (app.matches('captionHint', field.text) && !app.isOwn(field.text));
    return { caption: isHint ? '' : field.text, title: null };
  },

  postCells(app, tree) {
    return app.seeAll(tree, 'gridItem');
  },
};

const SHARE_TARGETS = {
  story: /(?:^|[./])(?:Custom)?StoryShareHandlerActivity$/,
  other: /(?:^|[./])ShareHandlerActivity$/,
} as const;

/** From home to where the post is made of its files. @returns the sound it was begun with, if any. */
async function begin(app: AppScreen, plan: PostPlan, media: readonly PhoneMedia[]): Promise<string | null> {
  // An intent made over ADB carries one file (facts 3.4).
  if (plan.way !== 'share' || media.length !== 1) return await pick(app, plan, media);
  const component = plan.kind === 'story' ? SHARE_TARGETS.story : SHARE_TARGETS.other;
  await shareToApp(app, { media: firstOf(media), component });
  return null;
}

async function pick(app: AppScreen, plan: PostPlan, media: readonly PhoneMedia[]): Promise<string | null> {
  let begunWith: string | null = null;
  // One picture is the preview of a new post; elsewhere a tap on a cell opens the editor, and no mark can be read back.
  const isMultiple = media.length > 1 || plan.kind !== 'images';
  const open = async (): Promise<void> => {
    begunWith = await openGallery(app, plan);
    if (isMultiple) await app.run('select-multiple');
  };
  const cells = (tree: UiTree): readonly UiNode[] => app.seeAll(tree, 'pickerCell');
  const isSelected = (cell: UiNode): boolean => textsOf(cell).some((text) => app.matches('selectedCell', text));
  await pickMedia(app, { media, shows: 'any', open, cells, isSelected });
  await app.tap('pickerNext');
  // A "Next" of the picker that is still there must not be taken for that of the page after it.
  await app.waitWhile('pickerCell', app.pace.commandMs);
  return begunWith;
}

async function openGallery(app: AppScreen, { way, kind, sound }: PostPlan): Promise<string | null> {
  if (way === 'useSound') return await openSoundPage(app, sound);
  if (kind === 'story') await app.run('open-story-picker');
  else await app.run(kind === 'images' ? 'open-picker' : 'open-reel-picker');
  return null;
}
