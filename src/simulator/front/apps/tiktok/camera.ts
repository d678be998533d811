import { column, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { withPermissions } from '../permission-requests.ts';
import { PickerScreen } from './picker.ts';
import { soundBar, soundPill } from './sound-pill.ts';
import { SoundSheet } from './sound-sheet.ts';
import type { Sound } from './sounds.ts';
import type { TikTok } from './tiktok.ts';
import { TIKTOK_ACTIVITY, TikTokScreen } from './tiktok-screen.ts';

/** The camera behind the + button. What is on the phone is reached by the small picture beside the record button. */
export class CameraScreen extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.camera;
  #sound: Sound | null;

  constructor(app: TikTok, sound: Sound | null) {
    super(app);
    this.#sound = sound;
  }

  /** Opens the camera, with a sound when it is opened from that one's page, and asks for what it needs first. */
  static open(app: TikTok, sound: Sound | null = null): void {
    app.show(new CameraScreen(app, sound), 'camera');
    withPermissions(app, ['camera', 'microphone'], () => {});
  }

  override get neverIdle(): boolean {
    return true;
  }

  override get isDark(): boolean {
    return true;
  }

  view(): View {
    return stack(
      { look: { background: '#000000' } },
      image({
        className: 'android.view.SurfaceView',
        width: 'fill',
        height: 'fill',
        look: { background: '#1d2126', backgroundEnd: '#3a4048' },
      }),
      this.#topBar(),
      this.#tools(),
      this.#modes(),
      this.#shutter(),
      this.#lowerTabs(),
    );
  }

  #topBar(): View {
    const { app } = this;
    const pill = soundPill({
      app,
      sound: this.#sound,
      open: () => this.#openSounds(),
      remove: () => {
        this.#sound = null;
      },
    });
    const close = iconButton('close', () => app.close(this), {
      description: this.texts.close,
      look: { color: '#ffffff' },
    });
    return soundBar(close, pill);
  }

  #openSounds(): void {
    this.app.push(
      new SoundSheet(this.app, {
        className: this.className,
        chosen: () => this.#sound,
        choose: (sound) => {
          this.#sound = sound;
        },
      }),
    );
  }

  #tools(): View {
    const { flip, flash, timer } = this.texts;
    const icons = ['refresh', 'bolt', 'clock'];
    return column(
      { width: 140, gravity: 'top-right', offset: [-16, STATUS_BAR_UNITS + 160], gap: 16 },
      ...[flip, flash, timer].map((description, index) =>
        iconButton(icons[index] ?? 'gear', () => {}, { description, look: { color: '#ffffff' } }),
      ),
    );
  }

  #modes(): View {
    const modes = ['10m', '60s', '15s', this.texts.photoMode, this.texts.textMode];
    return row(
      { gravity: 'bottom', offset: [0, -430], height: 90, gap: 50, padding: [0, 160] },
      ...modes.map((label) =>
        text(label, { clickable: true, look: { size: 36, color: '#ffffff', bold: label === '15s' }, onTap: () => {} }),
      ),
    );
  }

  #shutter(): View {
    return stack(
      { gravity: 'bottom', offset: [0, -170], height: 240 },
      this.#gallery(),
      stack(
        {
          key: 'record',
          width: 220,
          height: 220,
          gravity: 'center',
          clickable: true,
          description: this.texts.recordVideo,
          onTap: () => {},
        },
        image({ width: 'fill', height: 'fill', look: { icon: 'record', color: '#fe2c55' } }),
      ),
    );
  }

  /** What is on the phone: a picture of the newest file, to which only older builds write a word (facts 4.3). */
  #gallery(): View {
    const newest = this.app.media.visible('any')[0];
    const picture = image({
      width: 130,
      height: 130,
      look: { picture: newest?.sha256 ?? '', radius: 20, border: '#ffffff' },
    });
    return stack(
      {
        key: 'gallery',
        resourceId: this.id('upload_entry'),
        width: 'wrap',
        height: 'wrap',
        gravity: 'left',
        offset: [120, 0],
        clickable: true,
        onTap: () => PickerScreen.open(this.app, this.#sound),
      },
      this.app.isOld
        ? column(
            { width: 'wrap', align: 'center', gap: 10 },
            picture,
            text(this.texts.upload, { look: { size: 32, color: '#ffffff' } }),
          )
        : picture,
    );
  }

  #lowerTabs(): View {
    const { postMode, createMode } = this.texts;
    return row(
      { gravity: 'bottom', height: 140, gap: 80, padding: [0, 340] },
      text(postMode, {
        clickable: true,
        selected: true,
        look: { size: 40, bold: true, color: '#ffffff' },
        onTap: () => {},
      }),
      text(createMode, { clickable: true, look: { size: 40, color: '#aaaaaa' }, onTap: () => {} }),
    );
  }
}
