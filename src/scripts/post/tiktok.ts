import { PostwrightError } from '../../errors.ts';
import { pause } from '../../kit/abort.ts';
import type { UiNode, UiTree } from '../../screen/screen.ts';
import type { PostPlan } from '../script.ts';
import type { AppDriver, PhoneMedia } from './app-driver.ts';
import { type AppScreen, isPassing } from './app-screen.ts';
import { titleInCaption } from './caption.ts';
import { gridCells, PROFILE_GRID, textsOf } from './grid.ts';
import type { ElementName } from './names.ts';
import { pickMedia } from './picker.ts';
import { firstOf, shareToApp } from './share.ts';
import { linkProduct } from './tiktok-product.ts';
import { beginWithSound, setSound } from './tiktok-sound.ts';
import { normaliseUsername } from './username.ts';

/** TikTok's names: letters, digits, underscores and full stops. */
const USERNAME = /^@?[a-z0-9._]{2,24}$/i;
/** The account's name is in the top of the profile, in the middle (facts 4.5). */
const HEADER_SHARE = 0.2;

export const tiktok: AppDriver = {
  app: 'tiktok',
  title: 'TikTok',
  packages: ['com.zhiliaoapp.musically', 'com.ss.android.ugc.trill'],
  mainActivity: /\.(?:MainActivity|SplashActivity)$/,

  accountOnProfile(app, tree) {
    const handle = app.see(tree, 'handle');
    return handle === null ? null : normaliseUsername(handle.text || handle.description);
  },

  async openAccountSheet(app) {
    await openSheet(app);
    await pause(app.pace.settleMs, app.signal);
    return namesInSheet(app, await app.tree());
  },

  async compose(app, { plan, media }) {
    const begunWith = await begin(app, plan, media);
    await app.run('reach-editor');
    await setSound(app, plan, begunWith);
    await app.run('editor-to-post-page');
    if (plan.productLink) await linkProduct(app);
  },

  commitButton: () => 'postButton',

  textsFor(app, tree, plan) {
    const { title } = plan;
    // The app drops white space at the end.
    const caption = plan.caption.trimEnd();
    if (title === null || app.see(tree, 'titleField') !== null) return { title, caption };
    // Many accounts have a title for photos only.
    return { title: null, caption: titleInCaption(title, caption) };
  },

  async writeTexts(app, { title, caption }) {
    if (title !== null) await app.run('write-title', { title });
    await app.run('write-description', { caption: withTagClosed(caption) });
    await app.waitStill('postButton');
  },

  readTexts(app, tree) {
    const caption = app.see(tree, 'captionField');
    const fields = app.seeAll(tree, 'textField');
    const [title] = fields;
    if (caption === null)
      throw new PostwrightError('CAPTION_MISMATCH', 'The field of the description is not on the post page.');
    return {
      caption: withoutTagClosed(contentOf(caption)),
      title: fields.length > 1 && title !== undefined ? contentOf(title) : null,
    };
  },

  postCells(app, tree) {
    const isDraft = (cell: UiNode): boolean => textsOf(cell).some((text) => app.matches('draftsCell', text));
    return gridCells(tree, PROFILE_GRID).filter((cell) => !isDraft(cell));
  },
};

/** A text that ends with a hashtag or a mention opens a list over the form; a space closes it (facts 4.3). */
const ENDING_TAG = /(?:^|\s)[#@]\S*$/u;
const CLOSED_TAG = /(?<=(?:^|\s)[#@]\S*) $/u;

function withTagClosed(caption: string): string {
  return ENDING_TAG.test(caption) ? `${caption} ` : caption;
}

function withoutTagClosed(caption: string): string {
  return caption.replace(CLOSED_TAG, '');
}

/** What a person would read in a field: the hint of an empty one is not its text. */
function contentOf(field: UiNode): string {
  return field.showingHint ? '' : field.text;
}

/**
 * From home: begins a post in the way of its plan. Several files cannot be handed over by a share, so they are picked.
 * @returns the name of the sound it was begun with, null when it was begun without one.
 */
async function begin(app: AppScreen, plan: PostPlan, media: readonly PhoneMedia[]): Promise<string | null> {
  if (plan.way === 'share' && media.length === 1) {
    await shareToApp(app, { media: firstOf(media), component: /SystemShareActivity$/ });
    return null;
  }
  let sound: string | null = null;
  const open = async (): Promise<void> => {
    if (plan.way === 'useSound') sound = await beginWithSound(app, plan.sound);
    else await app.run('open-camera');
    await app.run('open-gallery');
    await app.run(plan.kind === 'video' ? 'show-videos' : 'show-photos');
    if (media.length > 1) await app.run('select-multiple');
  };
  await pickMedia(app, { media, shows: plan.kind === 'video' ? 'video' : 'image', open });
  await app.tap('pickerNext');
  // A "Next" of the picker that is still there must not be taken for that of the page after it.
  await app.waitWhile('photosTab', app.pace.commandMs);
  return sound;
}

/** The ways to the sheet of accounts, which changed from version to version (facts 4.5). */
async function openSheet(app: AppScreen): Promise<void> {
  const ways = [tapHeader, tapStickyHeader, goThroughSettings];
  for (const way of ways) {
    if (!(await way(app))) continue;
    if (await appears(app, 'accountSheet')) return;
    // A wrong turn, such as the page on which the name is changed.
    if (app.see(await app.tree(), 'mainBar') === null) await app.run('open-profile-again');
  }
  throw new PostwrightError('ELEMENT_NOT_FOUND', 'No way to the list of accounts was found on the profile of TikTok.');
}

async function tapHeader(app: AppScreen): Promise<boolean> {
  const header = headerOf(app, await app.tree());
  if (header === null) return false;
  await app.screen.tap(header, app.limits);
  return true;
}

/** TikTok 46: a centred name comes up only when the profile is scrolled. */
async function tapStickyHeader(app: AppScreen): Promise<boolean> {
  await app.run('scroll-profile');
  return await tapHeader(app);
}

async function goThroughSettings(app: AppScreen): Promise<boolean> {
  await app.run('switch-account-in-settings');
  return true;
}

/** The name in the top of the profile, in the middle: neither the handle, which copies itself, nor a button beside it. */
function headerOf(app: AppScreen, tree: UiTree): UiNode | null {
  const middle = tree.widthPx / 2;
  const isHeader = ({ bounds, text }: UiNode): boolean =>
    text.trim() !== '' &&
    !text.startsWith('@') &&
    bounds.bottom <= tree.heightPx * HEADER_SHARE &&
    bounds.left < middle &&
    bounds.right > middle;
  return app.seeAll(tree, 'anyText').find(isHeader) ?? null;
}

async function appears(app: AppScreen, element: ElementName): Promise<boolean> {
  try {
    await app.wait(element, app.pace.optionalMs);
    return true;
  } catch (error) {
    if (isPassing(error)) return false;
    throw error;
  }
}

/** The names between the sheet's title and "Add account". */
function namesInSheet(app: AppScreen, tree: UiTree): readonly string[] {
  const top = app.see(tree, 'switchAccount')?.bounds.bottom ?? 0;
  const bottom = app.see(tree, 'addAccount')?.bounds.top ?? tree.heightPx;
  const rows = app
    .seeAll(tree, 'anyText')
    .filter(({ bounds, text }) => USERNAME.test(text.trim()) && bounds.top >= top && bounds.bottom <= bottom);
  return [...new Set(rows.map((row) => normaliseUsername(row.text)))];
}
