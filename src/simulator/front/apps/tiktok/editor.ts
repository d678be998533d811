import { column, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Submission } from '../accounts.ts';
import { ComposeScreen } from './compose.ts';
import { LeaveEditorDialog } from './dialogs.ts';
import type { Making } from './making.ts';
import { soundBar, soundPill } from './sound-pill.ts';
import { SoundSheet } from './sound-sheet.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, INK, TIKTOK_ACTIVITY, TikTokScreen } from './tiktok-screen.ts';
import { VolumeSheet } from './volume-sheet.ts';

/** The preview with "Your Story" beside "Next": the first publishes at once (facts 4.3). */
export class EditorScreen extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.editor;
  readonly making: Making;

  constructor(app: TikTok, making: Making) {
    super(app);
    this.making = making;
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
      stack(
        { className: 'android.widget.FrameLayout', height: 'fill', padding: [STATUS_BAR_UNITS, 0, 200, 0] },
        image({
          className: 'android.view.TextureView',
          resourceId: this.id('editor_surface'),
          width: 'fill',
          height: 'fill',
          look: { picture: this.making.media[0]?.sha256 ?? '', radius: 24 },
        }),
      ),
      this.#topBar(),
      this.#tools(),
      this.#modeSwitch(),
      this.#bottomBar(),
    );
  }

  override unsaved(): Submission {
    return this.making.submission();
  }

  override back(): boolean {
    this.app.push(
      new LeaveEditorDialog(this.app, {
        discard: () => this.app.close(this),
        saveDraft: () => {
          this.app.keepDraft(this.unsaved());
          this.app.close(this);
          this.app.toast(this.texts.draftSaved);
        },
      }),
    );
    return true;
  }

  #topBar(): View {
    const { app, making } = this;
    const back = iconButton('back', () => this.back(), { description: '@2131888269', look: { color: '#ffffff' } });
    const pill = soundPill({
      app,
      sound: making.sound,
      open: () => this.#openSounds(),
      remove: () => {
        making.sound = null;
      },
    });
    return soundBar(back, pill);
  }

  #openSounds(): void {
    const { app, making } = this;
    app.push(
      new SoundSheet(app, {
        className: this.className,
        chosen: () => making.sound,
        choose: (sound) => {
          making.sound = sound;
        },
        openVolumes: app.isRemade ? undefined : () => this.#openVolumes(),
      }),
    );
  }

  #openVolumes(): void {
    this.app.push(new VolumeSheet(this.app, this.making));
  }

  #tools(): View {
    const { settingsIcon, share, edit, text: words, stickers, effects, filters, volume, dropdown } = this.texts;
    const tool = (icon: string, description: string, onTap = (): void => {}): View =>
      iconButton(icon, onTap, { description, className: 'android.widget.Button', look: { color: '#ffffff' } });
    return column(
      { width: 140, gravity: 'top-right', offset: [-16, STATUS_BAR_UNITS + 160], gap: 16 },
      tool('gear', settingsIcon),
      tool('share', share),
      tool('scissors', edit),
      tool('text', words),
      tool('smile', stickers),
      tool('magic', effects),
      tool('circles', filters),
      this.app.isRemade && tool('volume', volume, () => this.#openVolumes()),
      tool('down', dropdown),
    );
  }

  /** Photo or video mode, for images only; the other one is offered. */
  #modeSwitch(): View | null {
    if (!this.making.isImages) return null;
    const label = this.app.imagesAsVideo ? this.texts.toPhotoMode : this.texts.toVideoMode;
    return stack(
      {
        width: 'wrap',
        gravity: 'bottom',
        offset: [0, -230],
        padding: [22, 40],
        clickable: true,
        look: { background: '#00000088', radius: 44 },
        onTap: () => {
          this.app.imagesAsVideo = !this.app.imagesAsVideo;
          this.making.proposeSound();
        },
      },
      text(label, { look: { size: 36, color: '#ffffff' } }),
    );
  }

  #bottomBar(): View {
    return row(
      { gravity: 'bottom', height: 190, padding: [30, 30], gap: 24 },
      row(
        {
          key: 'story',
          resourceId: this.id('story_pill'),
          weight: 1,
          height: 130,
          padding: [0, 30],
          gap: 20,
          clickable: true,
          look: { background: '#ffffff', radius: 65 },
          publishes: true,
          onTap: () => this.#publishStory(),
        },
        image({ width: 76, height: 76, look: { avatar: this.app.accounts.current?.handle ?? '' } }),
        text(this.texts.yourStory, { look: { size: 40, bold: true, color: INK } }),
      ),
      stack(
        {
          key: 'next',
          resourceId: this.id('next_pill'),
          weight: 1,
          height: 130,
          clickable: true,
          look: { background: ACCENT, radius: 65 },
          onTap: () => this.#next(),
        },
        text(this.texts.next, { gravity: 'center', look: { size: 42, bold: true, color: '#ffffff' } }),
      ),
    );
  }

  #publishStory(): void {
    this.app.submit(this.making.submission('story'), () => this.app.showUploading());
  }

  #next(): void {
    this.app.show(new ComposeScreen(this.app, this.making), 'compose');
  }
}
