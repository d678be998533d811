import type { TextField } from '../../ui/text-field.ts';
import { column, editText, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Instagram } from './instagram.ts';
import { BLUE, INK, INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';

/** Newer builds write the caption on a page of its own, which "OK" closes. */
export class CaptionEditor extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.modal;
  readonly #field: TextField;

  private constructor(app: Instagram, field: TextField) {
    super(app);
    this.#field = field;
  }

  static open(app: Instagram, field: TextField): void {
    app.push(new CaptionEditor(app, field));
    app.context.windows.focusField(field);
  }

  view(): View {
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#ffffff' } },
      row(
        { height: 140, padding: [0, 40] },
        text(this.texts.captionTitle, {
          resourceId: id('action_bar_title'),
          weight: 1,
          look: { size: 46, bold: true, color: INK },
        }),
        stack(
          { width: 'wrap', height: 120, padding: [0, 30], clickable: true, onTap: () => this.leave() },
          text(this.texts.ok, {
            resourceId: id('action_bar_button_text'),
            gravity: 'center',
            look: { size: 42, bold: true, color: BLUE },
          }),
        ),
      ),
      editText(this.#field, {
        key: 'caption',
        resourceId: id('caption_edit_text'),
        height: 700,
        padding: [20, 40],
        look: { size: 42, color: INK },
      }),
    );
  }
}
