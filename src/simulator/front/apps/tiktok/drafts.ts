import { ScrollState } from '../../ui/scroll.ts';
import { column, grid, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Account } from '../accounts.ts';
import type { TikTok } from './tiktok.ts';
import { INK, TikTokScreen } from './tiktok-screen.ts';

/** What was not published. */
export class DraftsScreen extends TikTokScreen {
  readonly className = 'com.ss.android.ugc.aweme.draft.ui.DraftBoxActivity';
  readonly #account: Account;
  readonly #scroll = new ScrollState();

  constructor(app: TikTok, account: Account) {
    super(app);
    this.#account = account;
  }

  view(): View {
    const cells = this.#account.drafts.map((draft) =>
      stack(
        { height: 470, clickable: true, onTap: () => {} },
        image({ width: 'fill', height: 'fill', look: { picture: draft.media[0]?.sha256 ?? '' } }),
        text(draft.caption, { gravity: 'bottom-left', padding: 14, maxLines: 2, look: { size: 30, color: '#ffffff' } }),
      ),
    );
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#ffffff' } },
      row(
        { height: 130, padding: [0, 10] },
        iconButton('back', () => this.app.close(this), { description: this.texts.back, look: { color: INK } }),
        text(this.texts.draftsTitle, { look: { size: 44, bold: true, color: INK } }),
      ),
      grid(this.#scroll, { weight: 1 }, ...cells),
    );
  }
}
