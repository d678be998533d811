import { column, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { FeedItem } from './feed.ts';
import { SearchScreen } from './search.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT } from './tiktok-screen.ts';

interface HomeFeedOptions {
  readonly app: TikTok;
  readonly item: FeedItem;
  /** 1 for the next video, -1 for the one before. */
  readonly onNext: (direction: 1 | -1) => void;
}

/** The For You feed: one full-screen video at a time. */
export function homeFeed({ app, item, onNext }: HomeFeedOptions): View {
  return stack(
    {
      className: 'androidx.viewpager.widget.ViewPager',
      resourceId: app.id('feed_pager'),
      height: 'fill',
      onSwipe: (direction) => {
        if (direction === 'up') onNext(1);
        if (direction === 'down') onNext(-1);
      },
    },
    stack(
      { key: item.author, height: 'fill', clickable: true, longClickable: true, onTap: () => {} },
      image({
        className: 'android.view.TextureView',
        width: 'fill',
        height: 'fill',
        look: { picture: `feed ${item.author}` },
      }),
      actions(app, item),
      words(app, item),
    ),
    topTabs(app),
  );
}

function topTabs(app: TikTok): View {
  const { explore, followingTab, forYou, search } = app.texts;
  const tab = (label: string, isSelected: boolean): View =>
    stack(
      { width: 'wrap', height: 120, padding: [0, 24], clickable: true, selected: isSelected, onTap: () => {} },
      text(label, {
        gravity: 'center',
        look: { size: 42, bold: isSelected, color: isSelected ? '#ffffff' : '#ffffffaa' },
      }),
    );
  return row(
    { height: 130, offset: [0, STATUS_BAR_UNITS] },
    stack({ weight: 1 }),
    tab(explore, false),
    tab(followingTab, false),
    tab(forYou, true),
    stack(
      { weight: 1 },
      iconButton('search', () => app.push(new SearchScreen(app)), {
        gravity: 'right',
        description: search,
        look: { color: '#ffffff' },
      }),
    ),
  );
}

function actions(app: TikTok, item: FeedItem): View {
  const { likes, comments, shares } = app.texts;
  const action = (icon: string, description: string, count: number): View =>
    column(
      { clickable: true, description, align: 'center', height: 170, onTap: () => {} },
      image({ width: 96, height: 96, look: { icon, color: '#ffffff' } }),
      text(String(count), { look: { size: 30, color: '#ffffff' } }),
    );
  return column(
    { width: 150, gravity: 'bottom-right', offset: [-10, -80], gap: 20 },
    image({
      width: 130,
      height: 130,
      clickable: true,
      description: item.author,
      onTap: () => {},
      look: { avatar: item.author },
    }),
    action('heart', likes(item.likes), item.likes),
    action('comment', comments(item.comments), item.comments),
    action('share', shares(item.shares), item.shares),
  );
}

function words(app: TikTok, item: FeedItem): View {
  return column(
    { width: 840, gravity: 'bottom-left', padding: 40, gap: 14 },
    text(item.author, { clickable: true, look: { size: 44, bold: true, color: '#ffffff' }, onTap: () => {} }),
    text(item.caption, { width: 'fill', maxLines: 2, look: { size: 38, color: '#ffffff' } }),
    row(
      { gap: 12 },
      image({ width: 40, height: 40, look: { icon: 'note', color: ACCENT } }),
      text(app.texts.originalSound(item.author), { look: { size: 34, color: '#ffffff' } }),
    ),
  );
}
