import type { ScrollState } from '../../ui/scroll.ts';
import { column, grid, iconButton, image, list, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Account, AppPost } from '../accounts.ts';
import type { TikTok } from './tiktok.ts';
import { GREY, INK } from './tiktok-screen.ts';

const CELL_HEIGHT = 470;

interface ProfileOptions {
  readonly app: TikTok;
  readonly account: Account;
  readonly scroll: ScrollState;
  readonly openSheet: () => void;
  readonly openPost: (post: AppPost) => void;
  readonly openDrafts: () => void;
  readonly openSettings: () => void;
}

/** One's own profile: name with the account switcher on top, numbers, and the grid of posts, newest first. */
export function profilePage(options: ProfileOptions): View {
  const { scroll, app } = options;
  return column(
    { height: 'fill', padding: [STATUS_BAR_UNITS, 0, 0, 0] },
    topBar(options),
    list(scroll, { resourceId: app.id('profile_list'), weight: 1 }, header(options), tabs(app), posts(options)),
  );
}

function topBar({ app, account, openSheet, openSettings }: ProfileOptions): View {
  return row(
    { height: 130, padding: [0, 10] },
    iconButton('add-person', () => {}, { description: app.texts.addFriends, look: { color: INK } }),
    stack(
      { weight: 1, height: 'fill' },
      row(
        {
          width: 'wrap',
          height: 'fill',
          gravity: 'center',
          gap: 10,
          padding: [0, 20],
          clickable: true,
          onTap: openSheet,
        },
        text(account.displayName, { look: { size: 44, bold: true, color: INK } }),
        image({ width: 36, height: 36, look: { icon: 'down', color: INK } }),
      ),
    ),
    iconButton('menu', openSettings, { description: app.texts.profileMenu, look: { color: INK } }),
  );
}

function header({ app, account }: ProfileOptions): View {
  const { editProfile, shareProfile, following, followers, likesLabel, noBio, copied } = app.texts;
  return column(
    { align: 'center', padding: [20, 0], gap: 20 },
    image({
      className: 'android.widget.ImageView',
      width: 240,
      height: 240,
      clickable: true,
      look: { avatar: account.handle },
      onTap: () => {},
    }),
    text(`@${account.handle}`, {
      resourceId: app.id('profile_handle'),
      clickable: true,
      look: { size: 42, bold: true, color: INK },
      onTap: () => app.toast(copied),
    }),
    row(
      { padding: [10, 120] },
      number(following, '12'),
      number(followers, String(3 * account.handle.length)),
      number(likesLabel, String(account.posts.length * 9)),
    ),
    row({ width: 'wrap', gap: 16 }, grey(editProfile), grey(shareProfile)),
    text(noBio, { look: { size: 36, color: GREY } }),
  );
}

function number(label: string, amount: string): View {
  return column(
    { weight: 1, align: 'center', clickable: true, onTap: () => {} },
    text(amount, { look: { size: 46, bold: true, color: INK } }),
    text(label, { look: { size: 32, color: GREY } }),
  );
}

function grey(label: string): View {
  return stack(
    { width: 'wrap', padding: [26, 40], clickable: true, look: { background: '#f1f1f2', radius: 14 }, onTap: () => {} },
    text(label, { look: { size: 38, bold: true, color: INK } }),
  );
}

function tabs(app: TikTok): View {
  const tab = (icon: string, description: string, selected: boolean): View =>
    stack(
      { weight: 1, height: 110, clickable: true, selected, description, onTap: () => {} },
      image({ gravity: 'center', width: 60, height: 60, look: { icon, color: selected ? INK : GREY } }),
    );
  return row({ height: 120 }, tab('grid', app.texts.tabPosts, true), tab('heart', app.texts.tabLiked, false));
}

function posts({ app, account, openPost, openDrafts }: ProfileOptions): View {
  const drafts = account.drafts.length > 0 && draftsCell(app, account, openDrafts);
  const shown = account.posts.filter((post) => post.kind !== 'story');
  const cells = shown.map((post, index) =>
    postCell(app, post, { key: `post${shown.length - index}`, onTap: () => openPost(post) }),
  );
  return grid(
    undefined,
    { resourceId: app.id('profile_grid'), className: 'android.widget.GridView' },
    drafts,
    ...cells,
  );
}

function draftsCell(app: TikTok, account: Account, onTap: () => void): View {
  return stack(
    { key: 'drafts', height: CELL_HEIGHT, clickable: true, onTap },
    image({ width: 'fill', height: 'fill', look: { picture: account.drafts[0]?.media[0]?.sha256 ?? '' } }),
    text(app.texts.drafts(account.drafts.length), {
      gravity: 'bottom-left',
      padding: 16,
      look: { size: 34, bold: true, color: '#ffffff' },
    }),
  );
}

function postCell(app: TikTok, post: AppPost, props: { key: string; onTap: () => void }): View {
  return stack(
    { ...props, height: CELL_HEIGHT, clickable: true, longClickable: true },
    image({
      resourceId: app.id('profile_cover'),
      width: 'fill',
      height: 'fill',
      look: { picture: post.media[0]?.sha256 ?? '' },
    }),
    post.kind === 'images' &&
      image({
        gravity: 'top-right',
        offset: [-12, 12],
        width: 44,
        height: 44,
        look: { icon: 'photos', color: '#ffffff' },
      }),
    row(
      { width: 'wrap', gravity: 'bottom-left', padding: 14, gap: 8 },
      image({ width: 34, height: 34, look: { icon: 'play', color: '#ffffff' } }),
      text(app.texts.views(0), { look: { size: 32, color: '#ffffff' } }),
    ),
  );
}
