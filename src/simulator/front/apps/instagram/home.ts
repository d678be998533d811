import type { ScrollState } from '../../ui/scroll.ts';
import { column, iconButton, image, list, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Instagram } from './instagram.ts';
import { GREY, INK, id, LINE } from './instagram-screen.ts';
import { pendingRow } from './upload-views.ts';

interface HomeFeedOptions {
  readonly app: Instagram;
  readonly scroll: ScrollState;
  /** Makes a story where there is none. */
  readonly openStoryPicker: () => void;
  readonly openStoryViewer: () => void;
}

const FRIENDS = ['harbour.notes', 'cedarandclay', 'tinyorchard', 'paper.lanterns'] as const;
/** Other people's words, some of which also stand on buttons. */
const CAPTIONS = {
  en: ['Share the bench, share the view', 'Posted from the pottery shed', 'Next week: plums', 'Home, at last'],
  es: [
    'Comparte el banco, comparte la vista',
    'Publicado desde el taller',
    'La siguiente semana: ciruelas',
    'Inicio del otoño',
  ],
} as const;

/** The home feed: stories, what is being posted, and other people's posts. */
export function homeFeed(options: HomeFeedOptions): View {
  const { app, scroll } = options;
  const posts = FRIENDS.map((friend, index) => friendPost(app, friend, CAPTIONS[app.language][index] ?? ''));
  return column(
    { height: 'fill', padding: [STATUS_BAR_UNITS, 0, 0, 0] },
    topBar(app),
    list(scroll, { resourceId: 'android:id/list', weight: 1 }, storiesTray(options), pendingRow(app), ...posts),
  );
}

function topBar(app: Instagram): View {
  return row(
    { resourceId: id('main_feed_action_bar'), height: 130, padding: [0, 40] },
    stack(
      { width: 'wrap', clickable: true, onTap: () => {} },
      text('Instagram', {
        resourceId: id('title_logo'),
        description: app.texts.homeFeed,
        look: { size: 62, bold: true, color: INK },
      }),
    ),
    stack({ weight: 1 }),
    iconButton('heart', () => {}, {
      resourceId: id('notification'),
      description: app.texts.notifications,
      look: { color: INK },
    }),
  );
}

const TRAY_ITEM = {
  resourceId: id('outer_container'),
  width: 230,
  height: 290,
  align: 'center',
  gap: 10,
  clickable: true,
} as const;

/** A coloured ring says that there is something to see. */
function storyAvatar(handle: string, hasStory: boolean): View {
  return image({
    resourceId: id('avatar_image_view'),
    width: 190,
    height: 190,
    look: { avatar: handle, border: hasStory ? '#d6249f' : undefined },
  });
}

/** Every entry of the tray says its place in it and how many there are, one's own with 0 as its place. */
function storiesTray({ app, openStoryPicker, openStoryViewer }: HomeFeedOptions): View {
  const { current } = app.accounts;
  const handle = current?.handle ?? '';
  const stories = current?.stories ?? [];
  const hasStory = stories.length > 0;
  const isSeen = hasStory && stories.every((story) => current?.seenStories.has(story) === true);
  const own = column(
    {
      key: 'own',
      ...TRAY_ITEM,
      description: app.texts.storyEntry(handle, 0, FRIENDS.length, isSeen),
      onTap: hasStory ? openStoryViewer : openStoryPicker,
    },
    stack(
      { width: 190, height: 190 },
      storyAvatar(handle, hasStory && !isSeen),
      !hasStory &&
        image({
          resourceId: id('reel_empty_badge'),
          description: app.texts.addToStory,
          gravity: 'bottom-right',
          width: 60,
          height: 60,
          look: { icon: 'add-badge', color: '#0095f6' },
        }),
    ),
    text(app.texts.yourStory, { resourceId: id('username'), look: { size: 30, color: GREY } }),
  );
  return row(
    {
      resourceId: id('reels_tray_container'),
      description: 'reels tray container',
      height: 310,
      padding: [0, 24],
      gap: 10,
    },
    own,
    ...FRIENDS.map((friend, index) => friendStory(app, friend, index + 1)),
  );
}

function friendStory(app: Instagram, friend: string, place: number): View {
  return column(
    {
      ...TRAY_ITEM,
      description: app.texts.storyEntry(friend, place, FRIENDS.length, false),
      onTap: () => {},
    },
    storyAvatar(friend, true),
    text(friend, { resourceId: id('username'), maxLines: 1, look: { size: 30, color: INK } }),
  );
}

function friendPost(app: Instagram, friend: string, caption: string): View {
  return column(
    { key: friend, look: { border: LINE } },
    row(
      {
        resourceId: id('row_feed_profile_header'),
        height: 130,
        padding: [0, 30],
        gap: 20,
        clickable: true,
        onTap: () => {},
      },
      image({ width: 84, height: 84, look: { avatar: friend } }),
      text(friend, { resourceId: id('row_feed_photo_profile_name'), look: { size: 38, bold: true, color: INK } }),
    ),
    image({
      resourceId: id('row_feed_photo_imageview'),
      width: 'fill',
      height: 1080,
      look: { picture: `feed ${friend}` },
    }),
    row(
      { height: 120, padding: [0, 10] },
      iconButton('heart', () => {}, {
        resourceId: id('row_feed_button_like'),
        description: app.texts.like,
        look: { color: INK },
      }),
      iconButton('comment', () => {}, {
        resourceId: id('row_feed_button_comment'),
        description: app.texts.comment,
        look: { color: INK },
      }),
      iconButton('send', () => {}, {
        resourceId: id('row_feed_button_share'),
        description: app.texts.share,
        look: { color: INK },
      }),
    ),
    text(`${friend} ${caption}`, { width: 'fill', padding: [0, 40, 40, 40], look: { size: 38, color: INK } }),
  );
}
