import { column, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { withPermissions } from '../permission-requests.ts';
import type { Instagram } from './instagram.ts';
import { BLUE, GREY, INK, INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';
import { ReelCamera } from './reel-camera.ts';
import type { Track } from './sounds.ts';

const EXAMPLES = [1, 2, 3];

/** The page of a track: who uses it, and "Use audio". */
export class AudioPage extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.modal;
  readonly #track: Track;

  constructor(app: Instagram, track: Track) {
    super(app);
    this.#track = track;
  }

  view(): View {
    const { title, artist, reels } = this.#track;
    return stack(
      { look: { background: '#ffffff' } },
      column(
        { height: 'fill', padding: [STATUS_BAR_UNITS, 0, 0, 0] },
        this.actionBar(this.texts.audioTitle),
        row(
          { height: 300, padding: [0, 40], gap: 40 },
          image({ width: 240, height: 240, look: { picture: `track ${title}`, radius: 20 } }),
          column(
            { weight: 1, gap: 12 },
            text(title, { resourceId: id('title'), look: { size: 50, bold: true, color: INK } }),
            text(artist, { resourceId: id('artist'), look: { size: 40, color: INK } }),
            text(this.texts.reelsCount(reels), { look: { size: 36, color: GREY } }),
          ),
        ),
        text(this.texts.saveAudio, {
          className: 'android.widget.Button',
          clickable: true,
          padding: [30, 40],
          look: { size: 40, color: INK },
          onTap: () => {},
        }),
        row(
          { height: 480, gap: 4 },
          ...EXAMPLES.map((number) =>
            image({ key: String(number), width: 356, height: 480, look: { picture: `${title} ${number}` } }),
          ),
        ),
        stack({ weight: 1 }),
      ),
      this.#useButton(),
    );
  }

  /** Its words stand on a child; the whole pill takes the tap. */
  #useButton(): View {
    const { isAvailable } = this.#track;
    return row(
      {
        key: 'use',
        resourceId: id('use_in_camera_button'),
        gravity: 'bottom',
        offset: [0, -80],
        width: 'wrap',
        height: 130,
        padding: [0, 60],
        gap: 20,
        clickable: true,
        disabled: !isAvailable,
        look: { background: isAvailable ? BLUE : GREY, radius: 65 },
        onTap: () => this.#use(),
      },
      image({ width: 56, height: 56, look: { icon: 'camera', color: '#ffffff' } }),
      text(this.texts.useAudio, {
        resourceId: id('use_in_camera_label'),
        look: { size: 42, bold: true, color: '#ffffff' },
      }),
    );
  }

  #use(): void {
    withPermissions(this.app, ['camera', 'microphone', 'media'], () =>
      this.app.show(new ReelCamera(this.app, this.#track), 'camera'),
    );
  }
}
