import { column, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Submission } from '../accounts.ts';
import { LeaveEditorSheet } from './dialogs.ts';
import type { Instagram } from './instagram.ts';
import { BLUE, INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';
import type { Making } from './making.ts';
import { MusicBrowser } from './music-browser.ts';
import { SharePage } from './share-page.ts';
import type { Track } from './sounds.ts';
import { VolumeSheet } from './volume-sheet.ts';

/** The reel editor: the clip playing, tools, "Edit video" and "Next". */
export class ClipsEditorScreen extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.camera;
  readonly #making: Making;

  constructor(app: Instagram, making: Making) {
    super(app);
    this.#making = making;
  }

  override get neverIdle(): boolean {
    return true;
  }

  override get isDark(): boolean {
    return true;
  }

  view(): View {
    return stack(
      { resourceId: id('clips_editor_container'), look: { background: '#000000' } },
      stack(
        { height: 'fill', padding: [STATUS_BAR_UNITS, 0, 220, 0] },
        image({
          className: 'android.view.TextureView',
          resourceId: id('clips_video_container'),
          width: 'fill',
          height: 'fill',
          look: { picture: this.#making.media[0]?.sha256 ?? '', radius: 32 },
        }),
      ),
      this.#topBar(),
      this.#trackPill(),
      text(this.texts.swipeUp, { gravity: 'bottom', offset: [0, -250], look: { size: 34, color: '#ffffff' } }),
      this.#bottomBar(),
    );
  }

  override unsaved(): Submission {
    return this.#making.submission();
  }

  override back(): boolean {
    const sheet = new LeaveEditorSheet(this.app, {
      title: this.texts.discardTitle,
      discard: () => this.app.close(this),
      startOver: () => this.app.close(this),
      saveDraft: () => {
        this.app.keepDraft(this.unsaved());
        this.app.close(this);
      },
    });
    this.app.push(sheet);
    return true;
  }

  #topBar(): View {
    const { cancel, addAudio, addText, addSticker, effects, volume, save } = this.texts;
    const tool = (name: string, icon: string, description: string, onTap: () => void = () => {}): View =>
      iconButton(icon, onTap, {
        resourceId: id(`clips_action_bar_${name}_button`),
        description,
        look: { color: '#ffffff' },
      });
    return row(
      { height: 140, offset: [0, STATUS_BAR_UNITS + 10], padding: [0, 10] },
      iconButton('close', () => this.back(), {
        resourceId: id('cancel_button'),
        description: cancel,
        look: { color: '#ffffff' },
      }),
      stack({ weight: 1 }),
      tool('music', 'note', addAudio, () => this.#openMusic()),
      tool('text', 'text', addText),
      tool('stickers', 'smile', addSticker),
      tool('effects', 'magic', effects),
      tool('volume', 'volume', volume, () => this.app.push(new VolumeSheet(this.app, this.#making))),
      tool('save', 'down', save),
    );
  }

  /** What is heard besides the clip, once something is. */
  #trackPill(): View | null {
    const { track } = this.#making;
    if (track === null) return null;
    return row(
      {
        key: 'track',
        width: 'wrap',
        height: 90,
        gravity: 'top',
        offset: [0, STATUS_BAR_UNITS + 170],
        padding: [0, 30],
        gap: 16,
        clickable: true,
        look: { background: '#00000088', radius: 45 },
        onTap: () => {},
      },
      image({ width: 44, height: 44, look: { icon: 'note', color: '#ffffff' } }),
      text(`${track.title} · ${track.artist}`, {
        resourceId: id('music_artist_and_song_title'),
        maxLines: 1,
        look: { size: 34, color: '#ffffff' },
      }),
    );
  }

  #openMusic(): void {
    const choose = (track: Track): void => {
      this.#making.track = track;
    };
    this.app.show(new MusicBrowser(this.app, { doneId: 'music_editor_done_button', choose }), 'sounds');
  }

  #bottomBar(): View {
    const { editVideo, next } = this.texts;
    return row(
      { gravity: 'bottom', height: 210, padding: [40, 40], gap: 30 },
      this.#action({ name: 'clips_left_action_button', label: editVideo, background: '#25292e', onTap: () => {} }),
      stack({ weight: 1 }),
      this.#action({ name: 'clips_right_action_button', label: next, background: BLUE, onTap: () => this.#next() }),
    );
  }

  #action(button: { name: string; label: string; background: string; onTap: () => void }): View {
    return column(
      {
        className: 'android.widget.Button',
        resourceId: id(button.name),
        description: button.label,
        text: button.label,
        width: 'wrap',
        padding: [34, 56],
        clickable: true,
        look: { background: button.background, radius: 60, color: '#ffffff00', size: 40 },
        onTap: button.onTap,
      },
      text(button.label, { decorative: true, look: { size: 40, bold: true, color: '#ffffff' } }),
    );
  }

  #next(): void {
    this.app.show(new SharePage(this.app, this.#making), 'compose');
  }
}
