import type { MediaRow } from '../../../ports.ts';
import { column, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { NOTHING_ADDED, postedMedia, type Submission } from '../accounts.ts';
import { ComposeScreen } from './compose.ts';
import { LeaveEditorDialog } from './dialogs.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, INK, TIKTOK_ACTIVITY, TikTokScreen } from './tiktok-screen.ts';

/** The preview with "Your Story" beside "Next": the first publishes at once (facts 4.3). */
export class EditorScreen extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.editor;
  readonly #media: readonly MediaRow[];

  constructor(app: TikTok, media: readonly MediaRow[]) {
    super(app);
    this.#media = media;
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
          look: { picture: this.#media[0]?.sha256 ?? '', radius: 24 },
        }),
      ),
      this.#topBar(),
      this.#tools(),
      this.#modeSwitch(),
      this.#bottomBar(),
    );
  }

  override unsaved(): Submission {
    return { ...this.submission('story'), kind: this.#kind };
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

  /** What would be published from here, without words. */
  submission(kind: Submission['kind']): Submission {
    return { kind, caption: '', title: null, media: this.#media.map(postedMedia), ...NOTHING_ADDED };
  }

  get #isImages(): boolean {
    return this.#media.every((media) => media.kind === 'image');
  }

  get #kind(): 'video' | 'images' {
    return this.#isImages && !this.app.imagesAsVideo ? 'images' : 'video';
  }

  #topBar(): View {
    return row(
      { height: 140, padding: [0, 20], offset: [0, STATUS_BAR_UNITS] },
      iconButton('back', () => this.back(), { description: '@2131888269', look: { color: '#ffffff' } }),
      stack({ weight: 1 }),
      row(
        { width: 'wrap', clickable: true, padding: [20, 36], gap: 16, look: { background: '#00000066', radius: 40 } },
        image({ width: 44, height: 44, look: { icon: 'note', color: '#ffffff' } }),
        text(this.texts.addSound, { resourceId: this.id('sound_title'), look: { size: 38, color: '#ffffff' } }),
      ),
      stack({ weight: 1 }),
      stack({ width: 120, height: 120 }),
    );
  }

  #tools(): View {
    const { settingsIcon, share, edit, text: words, stickers, effects, filters, dropdown } = this.texts;
    const tools = [settingsIcon, share, edit, words, stickers, effects, filters, dropdown];
    const icons = ['gear', 'share', 'scissors', 'text', 'smile', 'magic', 'circles', 'down'];
    return column(
      { width: 140, gravity: 'top-right', offset: [-16, STATUS_BAR_UNITS + 160], gap: 16 },
      ...tools.map((description, index) =>
        iconButton(icons[index] ?? 'gear', () => {}, {
          description,
          className: 'android.widget.Button',
          look: { color: '#ffffff' },
        }),
      ),
    );
  }

  /** Photo or video mode, for images only; the other one is offered. */
  #modeSwitch(): View | null {
    if (!this.#isImages) return null;
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
    this.app.submit(this.submission('story'), () => this.app.showUploading());
  }

  #next(): void {
    this.app.show(new ComposeScreen(this.app, this.#media, this.#kind), 'compose');
  }
}
