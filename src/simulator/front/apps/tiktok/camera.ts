import { column, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { withPermissions } from '../permission-requests.ts';
import { PickerScreen } from './picker.ts';
import type { TikTok } from './tiktok.ts';
import { TIKTOK_ACTIVITY, TikTokScreen } from './tiktok-screen.ts';

/** The camera behind the + button. What is on the phone is reached by the small picture beside the record button. */
export class CameraScreen extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.camera;

  /** Opens the camera and asks for what it needs first. */
  static open(app: TikTok): void {
    app.show(new CameraScreen(app), 'camera');
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
    return row(
      { height: 140, padding: [0, 20], offset: [0, STATUS_BAR_UNITS] },
      iconButton('close', () => this.app.close(this), { description: this.texts.close, look: { color: '#ffffff' } }),
      stack({ weight: 1 }),
      row(
        {
          width: 'wrap',
          clickable: true,
          padding: [20, 36],
          gap: 16,
          look: { background: '#00000066', radius: 40 },
          onTap: () => {},
        },
        image({ width: 44, height: 44, look: { icon: 'note', color: '#ffffff' } }),
        text(this.texts.addSound, { look: { size: 38, color: '#ffffff' } }),
      ),
      stack({ weight: 1 }),
      stack({ width: 120, height: 120 }),
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
    const newest = this.app.media.visible('any')[0];
    return stack(
      { gravity: 'bottom', offset: [0, -170], height: 240 },
      stack(
        {
          key: 'gallery',
          resourceId: this.id('upload_entry'),
          width: 130,
          height: 130,
          gravity: 'left',
          offset: [120, 0],
          clickable: true,
          onTap: () => PickerScreen.open(this.app),
        },
        image({
          width: 'fill',
          height: 'fill',
          look: { picture: newest?.sha256 ?? '', radius: 20, border: '#ffffff' },
        }),
      ),
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
