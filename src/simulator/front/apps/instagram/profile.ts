import type { ScrollState } from '../../ui/scroll.ts';
import { column, grid, iconButton, image, list, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Account, AppPost } from '../accounts.ts';
import type { Instagram } from './instagram.ts';
import { GREY, INK, id } from './instagram-screen.ts';

const COLUMNS = 3;

interface ProfileOptions {
  readonly app: Instagram;
  readonly account: Account;
  readonly scroll: ScrollState;
  readonly openSheet: () => void;
  readonly openCreate: () => void;
  readonly openPost: (post: AppPost) => void;
}

/** One's own profile: username with the account switcher on top, numbers, and the grid, newest first. */
export function profilePage(options: ProfileOptions): View {
  return column(
    { height: 'fill', padding: [STATUS_BAR_UNITS, 0, 0, 0] },
    titleBar(options),
    list(
      options.scroll,
      { className: 'androidx.recyclerview.widget.RecyclerView', resourceId: id('coordinator_root_layout'), weight: 1 },
      header(options),
      buttons(options.app),
      tabs(options.app),
      posts(options),
    ),
  );
}

function titleBar({ app, account, openSheet, openCreate }: ProfileOptions): View {
  // A private account shows a lock, for which the text makes room with leading spaces (facts 4.13).
  const title = account.isPrivate ? `  ${account.handle}` : account.handle;
  return row(
    { resourceId: id('action_bar'), height: 140, padding: [0, 16] },
    iconButton('add', openCreate, { description: app.texts.createNew, look: { color: INK } }),
    stack({ weight: 1 }),
    row(
      {
        resourceId: id('action_bar_username_container'),
        width: 'wrap',
        height: 120,
        gap: 12,
        padding: [0, 16],
        clickable: true,
        onTap: openSheet,
      },
      account.isPrivate && image({ width: 36, height: 36, look: { icon: 'lock', color: INK } }),
      text(title, { resourceId: id('action_bar_title'), look: { size: 46, bold: true, color: INK } }),
      image({ resourceId: id('action_bar_title_chevron'), width: 36, height: 36, look: { icon: 'down', color: INK } }),
    ),
    stack({ weight: 1 }),
    iconButton('menu', () => {}, { description: app.texts.options, look: { color: INK } }),
  );
}

/** Stories are not counted and not in the grid. */
function shownPosts(account: Account): readonly AppPost[] {
  return account.shown.filter((post) => post.kind !== 'story');
}

function header({ app, account }: ProfileOptions): View {
  const { posts: postsWord, followers, following } = app.texts;
  return column(
    { padding: [20, 40], gap: 20 },
    row(
      { gap: 40 },
      image({
        resourceId: id('row_profile_header_imageview'),
        width: 230,
        height: 230,
        clickable: true,
        look: { avatar: account.handle },
        onTap: () => {},
      }),
      count('post_count', String(shownPosts(account).length), postsWord),
      count('followers', String(11 * account.handle.length), followers),
      count('following', '58', following),
    ),
    text(account.displayName, {
      resourceId: id('profile_header_full_name'),
      look: { size: 40, bold: true, color: INK },
    }),
  );
}

function count(name: string, amount: string, label: string): View {
  return column(
    { resourceId: id(`profile_header_${name}_front_familiar`), weight: 1, clickable: true, onTap: () => {} },
    text(amount, {
      resourceId: id(`profile_header_familiar_${name}_value`),
      look: { size: 46, bold: true, color: INK },
    }),
    text(label, { resourceId: id(`profile_header_familiar_${name}_label`), look: { size: 34, color: INK } }),
  );
}

function buttons(app: Instagram): View {
  const grey = (label: string): View =>
    stack(
      {
        className: 'android.widget.Button',
        weight: 1,
        height: 100,
        clickable: true,
        look: { background: '#eef0f3', radius: 24 },
        onTap: () => {},
      },
      text(label, { gravity: 'center', look: { size: 36, bold: true, color: INK } }),
    );
  return row({ padding: [10, 40, 30, 40], gap: 20 }, grey(app.texts.editProfile), grey(app.texts.shareProfile));
}

function tabs(app: Instagram): View {
  const tab = (icon: string, description: string, selected: boolean): View =>
    stack(
      { weight: 1, height: 110, clickable: true, selected, description, onTap: () => {} },
      image({ gravity: 'center', width: 60, height: 60, look: { icon, color: selected ? INK : GREY } }),
    );
  return row(
    { resourceId: id('profile_tab_layout'), height: 120 },
    tab('grid', app.texts.gridView, true),
    tab('reel', app.texts.reelsTab, false),
  );
}

function posts({ app, account, openPost }: ProfileOptions): View {
  const shown = shownPosts(account);
  if (shown.length === 0) {
    return stack({ height: 400 }, text(app.texts.noPosts, { gravity: 'center', look: { size: 40, color: GREY } }));
  }
  const cells = shown.map((post, index) => {
    const place = [Math.floor(index / COLUMNS) + 1, (index % COLUMNS) + 1] as const;
    const describe = post.kind === 'reel' ? app.texts.reelAt : app.texts.photoAt;
    return image({
      key: `post${shown.length - index}`,
      className: 'android.widget.Button',
      resourceId: id('image_button'),
      description: describe(account.displayName, ...place),
      width: 'fill',
      height: 470,
      clickable: true,
      longClickable: true,
      look: { picture: post.media[0]?.sha256 ?? '', icon: post.kind === 'reel' ? 'reel' : undefined },
      onTap: () => openPost(post),
    });
  });
  return grid(undefined, { className: 'android.view.ViewGroup', columns: COLUMNS }, ...cells);
}
