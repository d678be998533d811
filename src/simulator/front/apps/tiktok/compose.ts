import { column, editText, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { endingTag, suggestionsFor, withSuggestion } from '../suggestions.ts';
import { LinkSheet } from './link.ts';
import type { Making } from './making.ts';
import { optionRow } from './option-row.ts';
import { showcaseOf } from './products.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, GREY, INK, TIKTOK_ACTIVITY, TikTokScreen } from './tiktok-screen.ts';

/** Where the suggestion list begins: right below the text. */
const SUGGESTIONS_TOP = STATUS_BAR_UNITS + 620;

/** The post page: description, options, Drafts and Post. */
export class ComposeScreen extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.compose;
  readonly #making: Making;

  constructor(app: TikTok, making: Making) {
    super(app);
    this.#making = making;
  }

  view(): View {
    return stack(
      { look: { background: '#ffffff' } },
      column(
        { height: 'fill', padding: [STATUS_BAR_UNITS, 0, 0, 0] },
        row(
          { height: 130, padding: [0, 10] },
          iconButton('back', () => this.app.close(this), { description: this.texts.back, look: { color: INK } }),
        ),
        this.#words(),
        this.#tagButtons(),
        ...this.#options(),
        stack({ weight: 1 }),
        this.#bottomBar(),
      ),
      this.#suggestions(),
    );
  }

  override back(): boolean {
    if (!this.#isSuggesting) return false;
    this.#making.suggestionsClosed = true;
    return true;
  }

  get #isSuggesting(): boolean {
    return !this.#making.suggestionsClosed && endingTag(this.#making.description.text) !== null;
  }

  #words(): View {
    const title =
      this.#making.kind === 'images' &&
      editText(this.#making.title, {
        key: 'title',
        resourceId: this.id('title_field'),
        height: 110,
        maxLines: 1,
        look: { size: 46, bold: true, color: INK },
      });
    const description = editText(this.#making.description, {
      key: 'description',
      resourceId: this.id('description_field'),
      height: title === false ? 420 : 310,
      padding: [10, 0],
      maxLines: 7,
      look: { size: 40, color: INK },
    });
    return row(
      { height: 460, padding: [20, 40], gap: 30, align: 'start' },
      column({ weight: 1 }, title, description),
      stack(
        { width: 240, height: 330, clickable: true, onTap: () => {} },
        image({ width: 'fill', height: 'fill', look: { picture: this.#making.media[0]?.sha256 ?? '', radius: 16 } }),
        text(this.texts.cover, {
          gravity: 'bottom',
          width: 'fill',
          padding: 12,
          look: { size: 28, color: '#ffffff', background: '#00000088', align: 'center' },
        }),
      ),
    );
  }

  #tagButtons(): View {
    const tag = (sign: string, label: string): View =>
      row(
        {
          width: 'wrap',
          clickable: true,
          padding: [18, 28],
          look: { background: '#f1f1f2', radius: 12 },
          onTap: () => this.#making.description.type(sign),
        },
        text(label, { look: { size: 36, bold: true, color: INK } }),
      );
    return row(
      { height: 120, padding: [0, 40], gap: 20 },
      tag('#', `# ${this.texts.hashtags}`),
      tag('@', `@ ${this.texts.mention}`),
    );
  }

  #options(): (View | null)[] {
    const { location, everyone, moreOptions, moreOptionsDetail, shareTo } = this.texts;
    const option = (icon: string, label: string, description?: string): View =>
      optionRow({ icon, label, description, onTap: () => {} });
    return [
      option('pin', location),
      this.#link(),
      option('globe', everyone),
      option('dots', moreOptions, moreOptionsDetail),
      option('share', shareTo),
    ];
  }

  /** "Add link", or the product that is linked. */
  #link(): View | null {
    const { product } = this.#making;
    if (!showcaseOf(this.app.accounts.current?.handle ?? '').mayLink) return null;
    return optionRow({
      icon: product === null ? 'link' : 'star',
      label: product?.name ?? this.texts.addLink,
      onTap: () =>
        this.app.push(
          new LinkSheet(this.app, (chosen) => {
            this.#making.product = chosen;
            this.app.closeAbove(this);
          }),
        ),
    });
  }

  #bottomBar(): View {
    return row(
      { height: 190, padding: [24, 40], gap: 24 },
      stack(
        {
          key: 'drafts',
          resourceId: this.id('drafts_button'),
          weight: 1,
          height: 130,
          clickable: true,
          look: { background: '#f1f1f2', radius: 16 },
          onTap: () => this.#saveDraft(),
        },
        row(
          { width: 'wrap', gravity: 'center', gap: 16 },
          image({ width: 48, height: 48, look: { icon: 'draft', color: INK } }),
          text(this.texts.draftsButton, { look: { size: 42, bold: true, color: INK } }),
        ),
      ),
      stack(
        {
          key: 'post',
          className: 'android.widget.Button',
          resourceId: this.id('post_button'),
          weight: 1,
          height: 130,
          clickable: true,
          look: { background: ACCENT, radius: 16 },
          publishes: true,
          onTap: () => this.#post(),
        },
        row(
          { width: 'wrap', gravity: 'center', gap: 16 },
          image({ width: 48, height: 48, look: { icon: 'upload', color: '#ffffff' } }),
          text(this.texts.post, { look: { size: 42, bold: true, color: '#ffffff' } }),
        ),
      ),
    );
  }

  /** The list lies over all that is below the text, the bottom bar too. */
  #suggestions(): View | null {
    if (!this.#isSuggesting) return null;
    const tag = endingTag(this.#making.description.text) ?? '';
    const rows = suggestionsFor(tag).map(({ name, posts }) =>
      row(
        {
          key: name,
          clickable: true,
          height: 150,
          padding: [0, 40],
          onTap: () => this.#making.description.set(withSuggestion(this.#making.description.text, name)),
        },
        text(name, { weight: 1, look: { size: 42, bold: true, color: INK } }),
        text(this.texts.posts(posts), { look: { size: 34, color: GREY } }),
      ),
    );
    const top = SUGGESTIONS_TOP;
    return column(
      {
        key: 'suggestions',
        className: 'androidx.recyclerview.widget.RecyclerView',
        resourceId: this.id('suggestion_list'),
        clickable: true,
        height: 'fill',
        offset: [0, top],
        look: { background: '#ffffff' },
      },
      ...rows,
    );
  }

  #saveDraft(): void {
    this.app.keepDraft(this.#making.submission());
    this.app.showProfile();
    this.app.toast(this.texts.draftSaved);
  }

  #post(): void {
    this.app.submit(this.#making.submission(), () => this.app.showUploading());
  }
}
