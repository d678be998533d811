import type { MediaRow } from '../../../ports.ts';
import { ScrollState } from '../../ui/scroll.ts';
import { column, grid, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { withPermissions } from '../permission-requests.ts';
import { EditsSheet } from './dialogs.ts';
import type { Instagram } from './instagram.ts';
import { BLUE, INK, INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';
import { mediaCell, openCameraCell } from './picker-cells.ts';
import type { Track } from './sounds.ts';
import { StoryEditorScreen } from './story-editor.ts';

type PickerMode = 'feed' | 'story' | 'clips' | 'template' | 'live';

/** As many as a carousel takes. */
const SELECTION_LIMIT = 20;

/** The gallery behind "Create": reels, posts and stories share it and differ in title and in what a tap does. */
export class PickerScreen extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.camera;
  #mode: PickerMode;
  #isMultiple = false;
  #selected: readonly MediaRow[] = [];
  readonly #scroll = new ScrollState();

  /** What the reel that is made here begins with. */
  readonly #track: Track | null;

  private constructor(app: Instagram, mode: PickerMode, track: Track | null) {
    super(app);
    this.#mode = mode;
    this.#track = track;
    this.#enterMode();
  }

  /** Asks for camera, microphone and media first, as far as they are missing. */
  static open(app: Instagram, mode: PickerMode, track: Track | null = null): void {
    withPermissions(app, ['camera', 'microphone', 'media'], () =>
      app.show(new PickerScreen(app, mode, track), 'picker'),
    );
  }

  override get isDark(): boolean {
    return true;
  }

  view(): View {
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#0c1014' } },
      this.#titleBar(),
      this.#mode === 'feed' ? this.#preview() : this.#destinations(),
      this.#albumBar(),
      this.#cells(),
      this.#modeBar(),
    );
  }

  /** A post starts with the newest file chosen already, as its preview; the others start with nothing. */
  #enterMode(): void {
    this.#isMultiple = false;
    this.#selected = this.#mode === 'feed' ? this.#media().slice(0, 1) : [];
    this.#scroll.toTop();
  }

  #media(): readonly MediaRow[] {
    return this.app.media.visible('any');
  }

  #titleBar(): View {
    const { newReel, newPost, addToStoryTitle, backToHome, gallerySettings } = this.texts;
    const isPost = this.#mode === 'feed';
    const title = isPost ? newPost : this.#mode === 'story' ? addToStoryTitle : newReel;
    return row(
      { height: 140, padding: [0, 10], gap: 16 },
      iconButton('close', () => this.app.close(this), {
        resourceId: id('gallery_cancel_button'),
        description: backToHome,
        look: { color: '#ffffff' },
      }),
      text(title, {
        resourceId: id(isPost ? 'new_post_title' : 'gallery_title_text'),
        weight: 1,
        look: { size: 46, bold: true, color: '#ffffff' },
      }),
      isPost || this.#isMultiple
        ? this.#nextButton()
        : iconButton('gear', () => {}, {
            resourceId: id('gallery_settings_gear'),
            description: gallerySettings,
            look: { color: '#ffffff' },
          }),
    );
  }

  #nextButton(): View {
    const isReady = this.#selected.length > 0;
    return stack(
      {
        key: 'next',
        resourceId: id('next_button'),
        width: 'wrap',
        height: 120,
        padding: [0, 30],
        clickable: true,
        disabled: !isReady,
        onTap: () => this.#open(this.#selected),
      },
      text(this.texts.next, {
        resourceId: id('next_button_textview'),
        gravity: 'center',
        disabled: !isReady,
        look: { size: 42, bold: true, color: isReady ? BLUE : '#5b6570' },
      }),
    );
  }

  /** Post mode: the file chosen last, large. */
  #preview(): View {
    const shown = this.#selected.at(-1);
    return stack(
      { key: 'preview', resourceId: id('preview_container'), height: 760, look: { background: '#000000' } },
      shown !== undefined && image({ width: 'fill', height: 'fill', look: { picture: shown.sha256 } }),
    );
  }

  /** Reel mode: three ways out of here that nobody wants. */
  #destinations(): View {
    const { edits, drafts, templates } = this.texts;
    const draftCount = this.app.accounts.current?.drafts.length ?? 0;
    const item = (icon: string, label: string, onTap: () => void): View =>
      column(
        {
          key: label,
          resourceId: id('gallery_destination_item'),
          weight: 1,
          height: 170,
          align: 'center',
          padding: 24,
          gap: 12,
          clickable: true,
          look: { background: '#25292e', radius: 20 },
          onTap,
        },
        image({ width: 56, height: 56, look: { icon, color: '#ffffff' } }),
        text(label, { resourceId: id('button_name'), look: { size: 34, color: '#ffffff' } }),
      );
    return row(
      { key: 'destinations', padding: [10, 20], gap: 16 },
      item('scissors', edits, () => this.app.push(new EditsSheet(this.app))),
      item('draft', drafts(draftCount), () => {}),
      item('grid', templates, () => {}),
    );
  }

  #albumBar(): View {
    const { recents, album, selectMultiple, selectMultipleDetail } = this.texts;
    return row(
      { height: 130, padding: [0, 30] },
      row(
        { width: 'wrap', height: 110, gap: 14, clickable: true, description: album, onTap: () => {} },
        text(recents, {
          resourceId: id('gallery_folder_menu_tv'),
          description: album,
          look: { size: 44, bold: true, color: '#ffffff' },
        }),
        image({ width: 34, height: 34, look: { icon: 'down', color: '#ffffff' } }),
      ),
      stack({ weight: 1 }),
      row(
        {
          key: 'multiple',
          resourceId: id('gallery_menu_multi_select_button'),
          className: 'android.widget.Button',
          width: 'wrap',
          height: 90,
          padding: [0, 28],
          gap: 14,
          clickable: true,
          selected: this.#isMultiple,
          description: selectMultipleDetail,
          look: { background: this.#isMultiple ? BLUE : '#25292e', radius: 45 },
          onTap: () => this.#toggleMultiple(),
        },
        image({ width: 44, height: 44, look: { icon: 'photos', color: '#ffffff' } }),
        text(selectMultiple, { look: { size: 34, color: '#ffffff' } }),
      ),
    );
  }

  #cells(): View {
    const cells = this.#media().map((media) =>
      mediaCell(this.app, media, {
        order: this.#selected.findIndex((chosen) => chosen.id === media.id) + 1,
        showsOrder: this.#isMultiple,
        onTap: () => this.#tap(media),
      }),
    );
    return grid(
      this.#scroll,
      { key: 'grid', resourceId: id('gallery_recycler_view'), weight: 1, columns: 3 },
      openCameraCell(this.app),
      ...cells,
    );
  }

  #modeBar(): View {
    const { modePost, modeStory, modeReel, modeTemplates, modeLive } = this.texts;
    const mode = (name: PickerMode, label: string): View =>
      stack(
        {
          key: name,
          resourceId: id(`cam_dest_${name}`),
          weight: label.length,
          height: 120,
          clickable: true,
          selected: this.#mode === name,
          onTap: () => {
            this.#mode = name;
            this.#enterMode();
          },
        },
        text(label, {
          gravity: 'center',
          look: { size: 32, bold: true, color: this.#mode === name ? '#ffffff' : '#8b949e' },
        }),
      );
    return row(
      { key: 'modes', height: 130, padding: [0, 30], look: { background: INK } },
      mode('feed', modePost),
      mode('story', modeStory),
      mode('clips', modeReel),
      mode('template', modeTemplates),
      mode('live', modeLive),
    );
  }

  #toggleMultiple(): void {
    this.#isMultiple = !this.#isMultiple;
    if (!this.#isMultiple) this.#selected = this.#selected.slice(-1);
  }

  #tap(media: MediaRow): void {
    if (this.#isMultiple) this.#toggle(media);
    else if (this.#mode === 'feed') this.#selected = [media];
    else this.#open([media]);
  }

  #toggle(media: MediaRow): void {
    const without = this.#selected.filter((chosen) => chosen.id !== media.id);
    if (without.length < this.#selected.length) this.#selected = without;
    else if (without.length < SELECTION_LIMIT) this.#selected = [...without, media];
  }

  #open(media: readonly MediaRow[]): void {
    const [first] = media;
    if (first === undefined) return;
    if (this.#mode === 'story') this.app.show(new StoryEditorScreen(this.app, first), 'editor');
    else if (this.#mode === 'clips') this.app.openReelEditor(media, this.#track);
    else this.app.openEditor(media);
  }
}
