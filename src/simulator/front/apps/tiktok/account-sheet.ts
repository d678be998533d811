import { column, image, row, stack, text, type View } from '../../ui/view.ts';
import type { Account } from '../accounts.ts';
import { LoginScreen } from './dialogs.ts';
import { ACCENT, INK, TIKTOK_ACTIVITY, TikTokScreen } from './tiktok-screen.ts';

/** The sheet behind the name on the profile: which accounts are signed in here. */
export class AccountSheet extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.main;

  override get isDialog(): boolean {
    return true;
  }

  view(): View {
    const { switchAccount, addAccount } = this.texts;
    return column(
      { gravity: 'bottom', padding: [30, 0, 50, 0], look: { background: '#ffffff', radius: 40, isSheet: true } },
      text(switchAccount, {
        width: 'fill',
        padding: [20, 40, 30, 40],
        look: { size: 44, bold: true, align: 'center', color: INK },
      }),
      column(
        { className: 'androidx.recyclerview.widget.RecyclerView', resourceId: this.id('account_list') },
        ...this.app.accounts.all.map((account) => this.#account(account)),
        this.#row('add', addAccount, () => this.app.push(new LoginScreen(this.app))),
      ),
    );
  }

  #account(account: Account): View {
    const isCurrent = account === this.app.accounts.current;
    return row(
      {
        key: account.handle,
        className: 'android.view.ViewGroup',
        clickable: true,
        height: 170,
        padding: [0, 40],
        gap: 30,
        onTap: () => this.app.switchTo(account, this),
      },
      image({ width: 120, height: 120, look: { avatar: account.handle } }),
      text(account.handle, { weight: 1, look: { size: 42, bold: true, color: INK } }),
      isCurrent && image({ width: 60, height: 60, look: { icon: 'check', color: ACCENT } }),
    );
  }

  #row(icon: string, label: string, onTap: () => void): View {
    return row(
      { className: 'android.view.ViewGroup', clickable: true, height: 170, padding: [0, 40], gap: 30, onTap },
      stack(
        { width: 120, height: 120, look: { background: '#f1f1f2', radius: 60 } },
        image({ gravity: 'center', width: 56, height: 56, look: { icon, color: INK } }),
      ),
      text(label, { weight: 1, look: { size: 42, bold: true, color: INK } }),
    );
  }
}
