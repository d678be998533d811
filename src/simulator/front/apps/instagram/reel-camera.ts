import { column, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Instagram } from './instagram.ts';
import { INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';
import { PickerScreen } from './picker.ts';
import type { Track } from './sounds.ts';

/** The camera for reels, with a track set already: records, or takes clips from the gallery. */
export class ReelCamera extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.camera;
  readonly #track: Track;

  constructor(app: Instagram, track: Track) {
    super(app);
    this.#track = track;
  }

  override get neverIdle(): boolean {
    return true;
  }

  override get isDark(): boolean {
    return true;
  }

  view(): View {
    const { title, artist } = this.#track;
    const { cancel, gallery, record } = this.texts;
    return stack(
      { resourceId: id('quick_capture_root_container'), look: { background: '#101010' } },
      image({ className: 'android.view.TextureView', width: 'fill', height: 'fill', look: { picture: 'camera' } }),
      row(
        { height: 140, offset: [0, STATUS_BAR_UNITS + 10], padding: [0, 10], gap: 20 },
        iconButton('close', () => this.app.close(this), { description: cancel, look: { color: '#ffffff' } }),
        row(
          {
            width: 'wrap',
            height: 90,
            padding: [0, 30],
            gap: 16,
            clickable: true,
            look: { background: '#00000088', radius: 45 },
            onTap: () => {},
          },
          image({ width: 44, height: 44, look: { icon: 'note', color: '#ffffff' } }),
          text(`${title} · ${artist}`, {
            resourceId: id('music_artist_and_song_title'),
            look: { size: 34, color: '#ffffff' },
          }),
        ),
      ),
      column(
        { gravity: 'bottom', height: 360, padding: [0, 60, 120, 60] },
        row(
          { height: 220 },
          this.#galleryButton(gallery),
          stack({ weight: 1 }),
          iconButton('record', () => {}, {
            resourceId: id('camera_shutter_button'),
            width: 200,
            height: 200,
            description: record,
            look: { color: '#ffffff' },
          }),
          stack({ weight: 1 }),
          stack({ width: 130, height: 130 }),
        ),
      ),
    );
  }

  #galleryButton(description: string): View {
    const [newest] = this.app.media.visible('any');
    return stack(
      {
        resourceId: id('gallery_preview_button'),
        width: 130,
        height: 130,
        clickable: true,
        description,
        onTap: () => PickerScreen.open(this.app, 'clips', this.#track),
      },
      image({ width: 'fill', height: 'fill', look: { picture: newest?.sha256 ?? '', radius: 20 } }),
    );
  }
}
