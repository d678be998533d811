import type { ScrollState } from '../../ui/scroll.ts';
import { blank, column, grid, iconButton, image, list, row, stack, text, type View } from '../../ui/view.ts';
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
  readonly editName: () => void;
}

/** Scrolled by this much, the name of a newer build sticks to the top. */
const STICKY_UNITS = 200;
/** The head of a newer build goes up however little is below it. */
const ROOM_BELOW_UNITS = 2200;

/** One's own profile: name with the account switcher on top, numbers, and the grid of posts, newest first. */
export function profilePage(options: ProfileOptions): View {
  const { scroll, app } = options;
  return column(
    { height: 'fill', padding: [STATUS_BAR_UNITS, 0, 0, 0] },
    topBar(options),
    list(
      scroll,
      { resourceId: app.id('profile_list'), weight: 1 },
      app.isRemade ? remadeHead(options) : head(options),
      numbers(options),
      tabs(app),
      posts(options),
      app.isRemade && blank({ height: ROOM_BELOW_UNITS }),
    ),
  );
}

function topBar(options: ProfileOptions): View {
  const { app, scroll, openSettings } = options;
  const hasName = !app.isRemade || scroll.offset > STICKY_UNITS;
  return row(
    { height: 130, padding: [0, 10] },
    iconButton('add-person', () => {}, { description: app.texts.addFriends, look: { color: INK } }),
    stack({ weight: 1, height: 'fill' }, hasName && switcher(options)),
    iconButton('menu', openSettings, { description: app.texts.profileMenu, look: { color: INK } }),
  );
}

function switcher({ account, openSheet }: ProfileOptions): View {
  return row(
    {
      width: 'wrap',
      height: 'fill',
      gravity: 'center',
      gap: 10,
      padding: [0, 20],
      clickable: true,
      onTap: openSheet,
    },
    text(account.displayName, { maxLines: 1, look: { size: 44, bold: true, color: INK } }),
    image({ width: 36, height: 36, look: { icon: 'down', color: INK } }),
  );
}

function avatar({ account }: ProfileOptions): View {
  return image({
    className: 'android.widget.ImageView',
    width: 240,
    height: 240,
    clickable: true,
    look: { avatar: account.handle },
    onTap: () => {},
  });
}

/** Tapping it copies it. */
function handle({ app, account }: ProfileOptions): View {
  return text(`@${account.handle}`, {
    resourceId: app.id('profile_handle'),
    clickable: true,
    look: { size: 42, bold: true, color: INK },
    onTap: () => app.toast(app.texts.copied),
  });
}

function head(options: ProfileOptions): View {
  return column({ align: 'center', padding: [20, 0], gap: 20 }, avatar(options), handle(options));
}

/** TikTok 46: the name stands at the left and is there to be changed, not to switch accounts (facts 4.5). */
function remadeHead(options: ProfileOptions): View {
  const { app, account, editName } = options;
  return row(
    { padding: [20, 40], gap: 30 },
    avatar(options),
    column(
      { weight: 1, gap: 16 },
      row(
        { width: 'wrap', gap: 12, clickable: true, onTap: editName },
        text(account.displayName, { maxLines: 1, look: { size: 50, bold: true, color: INK } }),
        image({ width: 40, height: 40, description: app.texts.editName, look: { icon: 'text', color: GREY } }),
      ),
      handle(options),
    ),
  );
}

function numbers({ app, account }: ProfileOptions): View {
  const { editProfile, shareProfile, following, followers, likesLabel, noBio } = app.texts;
  return column(
    { align: 'center', padding: [0, 0, 20, 0], gap: 20 },
    row(
      { padding: [10, 120] },
      number(following, '12'),
      number(followers, String(3 * account.handle.length)),
      number(likesLabel, String(account.shown.length * 9)),
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
  const shown = account.shown.filter((post) => post.kind !== 'story');
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
