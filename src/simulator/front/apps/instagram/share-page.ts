import { ScrollState } from '../../ui/scroll.ts';
import { TextField } from '../../ui/text-field.ts';
import { column, editText, iconButton, image, list, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Submission } from '../accounts.ts';
import { endingTag, suggestionsFor, withSuggestion } from '../suggestions.ts';
import { CaptionEditor } from './caption-editor.ts';
import { LeaveEditorSheet } from './dialogs.ts';
import type { Instagram } from './instagram.ts';
import { BLUE, GREY, INK, INSTAGRAM_ACTIVITY, InstagramScreen, id, LINE } from './instagram-screen.ts';
import type { Making } from './making.ts';
import { MusicBrowser } from './music-browser.ts';
import type { Track } from './sounds.ts';

/** In UTF-16 units (facts 5.6). The field takes more; the app says so when it is to be shared. */
const CAPTION_LIMIT = 2200;

interface ButtonProps {
  readonly name: string;
  readonly label: string;
  readonly color: string;
  readonly background: string;
  readonly publishes?: boolean;
  readonly onTap: () => void;
}

/** The last page before a reel or a post is shared: caption, options, "Share". */
export class SharePage extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.modal;
  readonly #making: Making;
  readonly #caption: TextField;
  readonly #scroll = new ScrollState();

  constructor(app: Instagram, making: Making) {
    super(app);
    this.#making = making;
    this.#caption = new TextField({
      hint: app.texts.captionHint,
      multiline: true,
      onChange: () => app.cutShort(this.#caption),
    });
  }

  view(): View {
    const isReel = this.#making.kind === 'reel';
    const title = isReel ? this.texts.newReel : this.texts.newPost;
    return stack(
      { look: { background: '#ffffff' } },
      column(
        { height: 'fill', padding: [STATUS_BAR_UNITS, 0, 0, 0] },
        this.actionBar(title, this.#isEditing ? this.#okButton() : null),
        list(
          this.#scroll,
          { className: 'android.widget.ScrollView', weight: 1 },
          this.#cover(),
          this.#captionField(),
          this.#chips(),
          ...this.#rows(),
        ),
        this.#bottomBar(),
      ),
      this.#suggestions(),
    );
  }

  /** Only reels are kept without being asked. */
  override unsaved(): Submission | null {
    return this.#making.kind === 'reel' ? this.#submission() : null;
  }

  override back(): boolean {
    if (this.#making.kind === 'images') return false;
    this.app.push(
      new LeaveEditorSheet(this.app, {
        title: this.texts.discardTitle,
        discard: () => this.app.showHome(),
        startOver: () => this.app.showHome(),
        saveDraft: () => this.#saveDraft(),
      }),
    );
    return true;
  }

  /** The arrow goes back to the editor without asking. */
  protected override leave(): void {
    this.app.close(this);
  }

  get #isEditing(): boolean {
    return this.app.context.windows.isEditing(this.#caption);
  }

  #okButton(): View {
    return stack(
      {
        key: 'ok',
        resourceId: id('action_bar_button_text_container'),
        width: 'wrap',
        height: 120,
        padding: [0, 30],
        clickable: true,
        onTap: () => this.app.context.windows.hideKeyboard(),
      },
      text(this.texts.ok, {
        resourceId: id('action_bar_button_text'),
        gravity: 'center',
        look: { size: 42, bold: true, color: BLUE },
      }),
    );
  }

  #cover(): View {
    const { media } = this.#making;
    return stack(
      { key: 'cover', height: 560, padding: [20, 0] },
      stack(
        { width: 330, height: 520, gravity: 'center', clickable: true, onTap: () => {} },
        image({
          resourceId: id('cover_photo_image'),
          width: 'fill',
          height: 'fill',
          look: { picture: media[0]?.sha256 ?? '', radius: 20 },
        }),
        text(media.length > 1 ? `1/${media.length}` : this.texts.editCover, {
          gravity: 'bottom',
          padding: 16,
          look: { size: 30, color: '#ffffff', bold: true },
        }),
      ),
    );
  }

  #captionField(): View {
    const { app } = this;
    if (app.isNewerBuild)
      return text(this.#caption.text || this.texts.captionHint, {
        key: 'caption',
        className: 'android.widget.AutoCompleteTextView',
        resourceId: id('caption_input_text_view'),
        width: 'fill',
        height: 300,
        padding: [20, 40],
        maxLines: 5,
        clickable: true,
        look: { size: 40, color: this.#caption.text === '' ? GREY : INK },
        onTap: () => CaptionEditor.open(app, this.#caption),
      });
    return editText(this.#caption, {
      key: 'caption',
      className: 'android.widget.AutoCompleteTextView',
      resourceId: id('caption_input_text_view'),
      height: 300,
      padding: [20, 40],
      maxLines: 5,
      look: { size: 40, color: INK },
    });
  }

  #chips(): View {
    const { hashtags, linkReel, poll } = this.texts;
    const chip = (label: string, onTap: () => void): View =>
      stack(
        { width: 'wrap', padding: [18, 30], clickable: true, look: { background: '#eef0f3', radius: 40 }, onTap },
        text(label, { look: { size: 34, color: INK } }),
      );
    return row(
      { key: 'chips', height: 120, padding: [0, 40], gap: 16 },
      chip(`# ${hashtags}`, () => this.#caption.type('#')),
      chip(linkReel, () => {}),
      chip(poll, () => {}),
    );
  }

  #rows(): View[] {
    const { tagPeople, addLocation, renameAudio, aiLabel, audience, everyone, shareFacebook, moreOptions } = this.texts;
    const option = (icon: string, label: string, value = ''): View =>
      row(
        { clickable: true, height: 130, padding: [0, 40], gap: 30, look: { border: LINE }, onTap: () => {} },
        image({ width: 56, height: 56, look: { icon, color: INK } }),
        text(label, { weight: 1, look: { size: 40, color: INK } }),
        value !== '' && text(value, { look: { size: 36, color: GREY } }),
        image({ width: 36, height: 36, look: { icon: 'right', color: GREY } }),
      );
    const audio = this.#making.kind === 'reel' ? option('note', renameAudio) : this.#musicRow();
    return [
      option('person', tagPeople),
      option('pin', addLocation),
      audio,
      option('magic', aiLabel),
      option('eye', audience, everyone),
      option('share', shareFacebook),
      option('dots', moreOptions),
    ];
  }

  /** Posts of pictures get their music here; a reel has had its own in the editor. */
  #musicRow(): View {
    const { track } = this.#making;
    return row(
      {
        key: 'music',
        clickable: true,
        height: 130,
        padding: [0, 40],
        gap: 30,
        look: { border: LINE },
        onTap: () => this.#openMusic(),
      },
      image({ resourceId: id('music_row_icon'), width: 56, height: 56, look: { icon: 'note', color: INK } }),
      text(track === null ? this.texts.addAudio : `${track.title} · ${track.artist}`, {
        resourceId: id('music_row_title'),
        weight: 1,
        maxLines: 1,
        look: { size: 40, color: INK },
      }),
      track === null
        ? image({
            resourceId: id('music_row_chevron_icon'),
            width: 36,
            height: 36,
            look: { icon: 'right', color: GREY },
          })
        : iconButton('close', () => this.#setTrack(null), {
            description: this.texts.removeAudio,
            look: { color: GREY },
          }),
    );
  }

  #openMusic(): void {
    const choose = (track: Track): void => this.#setTrack(track);
    this.app.show(new MusicBrowser(this.app, { doneId: 'music_editor_done_button', choose }), 'sounds');
  }

  #setTrack(track: Track | null): void {
    this.#making.track = track;
  }

  #bottomBar(): View {
    const isReel = this.#making.kind === 'reel';
    const { saveDraft, share } = this.texts;
    const draft = this.#button({
      name: 'save_draft_button',
      label: saveDraft,
      color: INK,
      background: '#eef0f3',
      onTap: () => this.#saveDraft(),
    });
    const name = isReel ? 'share_button' : 'share_footer_button';
    const publish = this.#button({
      name,
      label: share,
      color: '#ffffff',
      background: BLUE,
      publishes: true,
      onTap: () => this.#share(),
    });
    return row(
      {
        key: 'bottom',
        resourceId: id('footer_container'),
        height: 190,
        padding: [26, 40],
        gap: 24,
        look: { border: LINE, background: '#ffffff' },
      },
      isReel && draft,
      publish,
    );
  }

  #button(button: ButtonProps): View {
    return stack(
      {
        key: button.name,
        className: 'android.widget.Button',
        resourceId: id(button.name),
        description: button.label,
        weight: 1,
        height: 130,
        clickable: true,
        look: { background: button.background, radius: 28 },
        publishes: button.publishes,
        onTap: button.onTap,
      },
      text(button.label, { gravity: 'center', look: { size: 42, bold: true, color: button.color } }),
    );
  }

  /** Shown while typing only. */
  #suggestions(): View | null {
    const tag = this.#isEditing ? endingTag(this.#caption.text) : null;
    if (tag === null) return null;
    const CAPTION_END = STATUS_BAR_UNITS + 140 + 560 + 300;
    const rows = suggestionsFor(tag).map(({ name }) =>
      row(
        {
          key: name,
          clickable: true,
          height: 130,
          padding: [0, 40],
          onTap: () => this.#caption.set(withSuggestion(this.#caption.text, name)),
        },
        text(name, { resourceId: id('row_hashtag_textview_tag_name'), look: { size: 40, bold: true, color: INK } }),
      ),
    );
    return column(
      {
        key: 'suggestions',
        className: 'android.widget.ListView',
        clickable: true,
        height: 'fill',
        offset: [0, CAPTION_END],
        look: { background: '#ffffff' },
      },
      ...rows,
    );
  }

  #submission(): Submission {
    return this.#making.submission(this.#caption.text.trim());
  }

  #saveDraft(): void {
    this.app.keepDraft(this.#submission());
    this.app.showHome();
  }

  #share(): void {
    if (this.#caption.text.length > CAPTION_LIMIT) {
      this.app.toast(this.texts.captionTooLong);
      return;
    }
    this.app.submit(this.#submission(), () => this.app.showUploading());
  }
}
