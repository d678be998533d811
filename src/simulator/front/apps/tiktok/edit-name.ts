import { TextField } from '../../ui/text-field.ts';
import { column, editText, iconButton, row, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Account } from '../accounts.ts';
import type { TikTok } from './tiktok.ts';
import { INK, TikTokScreen } from './tiktok-screen.ts';

/** Where one's name is changed: a wrong turn for whoever looks for the other accounts. */
export class EditNameScreen extends TikTokScreen {
  readonly className = 'com.ss.android.ugc.aweme.profile.ui.ProfileEditNameActivity';
  readonly #name: TextField;

  constructor(app: TikTok, account: Account) {
    super(app);
    this.#name = new TextField({ hint: app.texts.editName });
    this.#name.set(account.displayName);
  }

  view(): View {
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#ffffff' } },
      row(
        { height: 130, padding: [0, 10] },
        iconButton('back', () => this.app.close(this), { description: this.texts.back, look: { color: INK } }),
        text(this.texts.editName, { look: { size: 44, bold: true, color: INK } }),
      ),
      editText(this.#name, { height: 130, padding: [30, 40], maxLines: 1, look: { size: 42, color: INK } }),
    );
  }
}
