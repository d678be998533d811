import { column, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Instagram } from './instagram.ts';
import { INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';
import type { Track } from './sounds.ts';

interface MusicEditorOptions {
  readonly track: Track;
  readonly doneId: string;
  readonly done: () => void;
}

/** Which part of a track is to be heard. Nothing is set before "Done". */
export class MusicEditor extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.camera;
  readonly #options: MusicEditorOptions;

  constructor(app: Instagram, options: MusicEditorOptions) {
    super(app);
    this.#options = options;
  }

  override get isDark(): boolean {
    return true;
  }

  view(): View {
    const { track, doneId } = this.#options;
    return column(
      {
        resourceId: id('music_editor_container'),
        padding: [STATUS_BAR_UNITS, 0, 0, 0],
        look: { background: '#0c1014' },
      },
      row(
        { height: 140, padding: [0, 30] },
        this.#word(id('music_editor_cancel_button'), this.texts.cancel, () => this.app.close(this)),
        stack({ weight: 1 }),
        this.#word(id(doneId), this.texts.done, () => this.#options.done()),
      ),
      stack(
        { weight: 1 },
        image({ gravity: 'center', width: 500, height: 500, look: { picture: `track ${track.title}` } }),
      ),
      text(track.title, { width: 'fill', look: { size: 44, bold: true, align: 'center', color: '#ffffff' } }),
      text(track.artist, {
        width: 'fill',
        padding: [10, 0, 40, 0],
        look: { size: 36, align: 'center', color: '#b0b5bb' },
      }),
      stack(
        {
          resourceId: id('music_scrubber'),
          height: 200,
          clickable: true,
          onTap: () => {},
          look: { background: '#25292e' },
        },
        text(`0:00 – 0:${Math.min(track.seconds, 59)}`, { gravity: 'center', look: { size: 34, color: '#ffffff' } }),
      ),
    );
  }

  #word(resourceId: string, label: string, onTap: () => void): View {
    return text(label, {
      className: 'android.widget.Button',
      resourceId,
      clickable: true,
      padding: [30, 24],
      look: { size: 42, bold: true, color: '#ffffff' },
      onTap,
    });
  }
}
