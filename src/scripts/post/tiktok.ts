import { PostwrightError } from '../../errors.ts';
import { pause } from '../../kit/abort.ts';
import type { UiNode, UiTree } from '../../screen/screen.ts';
import type { AppDriver, PhoneMedia } from './app-driver.ts';
import { type AppScreen, isPassing } from './app-screen.ts';
import { titleInCaption } from './caption.ts';
import { gridCells, PROFILE_GRID, textsOf } from './grid.ts';
import type { ElementName } from './names.ts';
import { pickMedia } from './picker.ts';
import { shareToApp } from './share.ts';
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
    if (plan.kind === 'video') await shareToApp(app, { media: firstOf(media), component: /SystemShareActivity$/ });
    else await pickPhotos(app, media);
    await app.run('editor-to-post-page');
  },

  commitButton: () => 'postButton',

  textsFor(app, tree, { title, caption }) {
    if (title === null || app.see(tree, 'titleField') !== null) return { title, caption };
    // Many accounts have a title for photos only.
    return { title: null, caption: titleInCaption(title, caption) };
  },

  async writeTexts(app, { title, caption }) {
    if (title !== null) await app.run('write-title', { title });
    await app.run('write-description', { caption });
    await app.waitStill('postButton');
  },

  readTexts(app, tree) {
    const caption = app.see(tree, 'captionField');
    const fields = app.seeAll(tree, 'textField');
    const [title] = fields;
    if (caption === null)
      throw new PostwrightError('CAPTION_MISMATCH', 'The field of the description is not on the post page.');
    return { caption: contentOf(caption), title: fields.length > 1 && title !== undefined ? contentOf(title) : null };
  },

  postCells(app, tree) {
    const isDraft = (cell: UiNode): boolean => textsOf(cell).some((text) => app.matches('draftsCell', text));
    return gridCells(tree, PROFILE_GRID).filter((cell) => !isDraft(cell));
  },
};

function firstOf(media: readonly PhoneMedia[]): PhoneMedia {
  const [first] = media;
  if (first === undefined) throw new PostwrightError('MATERIAL_MISSING', 'The task has no media file.');
  return first;
}

/** What a person would read in a field: the hint of an empty one is not its text. */
function contentOf(field: UiNode): string {
  return field.showingHint ? '' : field.text;
}

async function pickPhotos(app: AppScreen, media: readonly PhoneMedia[]): Promise<void> {
  await pickMedia(app, { media, shows: 'image', open: async () => await app.run('open-picker') });
  await app.tap('pickerNext');
}

/** The ways to the sheet of accounts, which changed from version to version (facts 4.5). */
async function openSheet(app: AppScreen): Promise<void> {
  const ways = [tapHeader, tapStickyHeader, goThroughSettings];
  for (const way of ways) {
    if (!(await way(app))) continue;
    if (await appears(app, 'accountSheet')) return;
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
