import type { MediaRow } from '../../../ports.ts';
import { column, iconButton, image, type Props, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Submission } from '../accounts.ts';
import { LeaveEditorSheet } from './dialogs.ts';
import type { Instagram } from './instagram.ts';
import { INK, INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';
import { Making } from './making.ts';
import { MusicBrowser } from './music-browser.ts';
import type { Track } from './sounds.ts';

/** The story editor: "Your story" publishes at once. */
export class StoryEditorScreen extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.camera;
  readonly #media: MediaRow;
  readonly #making: Making;

  constructor(app: Instagram, media: MediaRow) {
    super(app);
    this.#media = media;
    this.#making = new Making('story', [media]);
  }

  override get neverIdle(): boolean {
    return this.#media.kind === 'video';
  }

  override get isDark(): boolean {
    return true;
  }

  view(): View {
    const { text: words, stickers, audio, effects, more, back } = this.texts;
    const tool = (icon: string, description: string, props: Props = {}): View =>
      iconButton(icon, props.onTap ?? ((): void => {}), { ...props, description, look: { color: '#ffffff' } });
    return stack(
      { look: { background: '#000000' } },
      stack(
        { height: 'fill', padding: [STATUS_BAR_UNITS, 0, 220, 0] },
        image({ width: 'fill', height: 'fill', look: { picture: this.#media.sha256, radius: 32 } }),
      ),
      row(
        { height: 140, offset: [0, STATUS_BAR_UNITS + 10], padding: [0, 10] },
        iconButton('back', () => this.back(), { description: back, look: { color: '#ffffff' } }),
        stack({ weight: 1 }),
        tool('text', words),
        tool('smile', stickers),
        tool('note', audio, { resourceId: id('music_button'), onTap: () => this.#openMusic() }),
        tool('magic', effects),
        tool('dots', more),
      ),
      this.#sticker(),
      this.#bottomBar(),
    );
  }

  /** The track shows on the story itself. */
  #sticker(): View | null {
    const { track } = this.#making;
    if (track === null) return null;
    return column(
      {
        key: 'sticker',
        resourceId: id('music_sticker_container'),
        gravity: 'center',
        width: 'wrap',
        padding: [30, 50],
        look: { background: '#ffffffdd', radius: 24 },
      },
      text(track.title, { resourceId: id('music_sticker_title'), look: { size: 44, bold: true, color: INK } }),
      text(track.artist, { look: { size: 36, color: INK } }),
    );
  }

  #openMusic(): void {
    const choose = (track: Track): void => {
      this.#making.track = track;
    };
    this.app.show(new MusicBrowser(this.app, { doneId: 'done_button', choose }), 'sounds');
  }

  override back(): boolean {
    const leave = (): void => this.app.close(this);
    this.app.push(
      new LeaveEditorSheet(this.app, {
        title: this.texts.discardMediaTitle,
        discard: leave,
        saveDraft: () => {
          this.app.keepDraft(this.#submission());
          leave();
        },
      }),
    );
    return true;
  }

  #submission(): Submission {
    return this.#making.submission();
  }

  #bottomBar(): View {
    const { yourStory, closeFriends, shareTo } = this.texts;
    const publish = (): void => this.#publish();
    return row(
      { gravity: 'bottom', height: 210, padding: [40, 30], gap: 20 },
      this.#pill({
        name: 'your_story',
        avatar: this.app.accounts.current?.handle ?? '',
        label: yourStory,
        onTap: publish,
      }),
      this.#pill({ name: 'close_friends', avatar: 'star', label: closeFriends, onTap: publish }),
      iconButton('right', publish, {
        publishes: true,
        resourceId: id('recipients_picker_button'),
        description: shareTo,
        look: { background: '#ffffff', radius: 60, color: INK },
      }),
    );
  }

  #pill({ name, avatar, label, onTap }: { name: string; avatar: string; label: string; onTap: () => void }): View {
    return row(
      {
        resourceId: id(`${name}_share_shortcut_button`),
        weight: 1,
        height: 124,
        padding: [0, 26],
        gap: 18,
        clickable: true,
        look: { background: '#2b3036', radius: 62 },
        publishes: true,
        onTap,
      },
      image({ width: 72, height: 72, look: { avatar } }),
      text(label, { look: { size: 36, bold: true, color: '#ffffff' } }),
    );
  }

  #publish(): void {
    this.app.submit(this.#submission(), () => this.app.showUploading());
  }
}
