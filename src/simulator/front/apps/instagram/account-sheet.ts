import { column, image, row, text, type View } from '../../ui/view.ts';
import type { Account } from '../accounts.ts';
import { BLUE, INK, INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';
import { LoginScreen } from './login.ts';

/** The sheet behind the username: which accounts are signed in here. */
export class AccountSheet extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.main;

  override get isDialog(): boolean {
    return true;
  }

  view(): View {
    const { addAccount, accountsCenter } = this.texts;
    return column(
      {
        resourceId: id('bottom_sheet_container'),
        gravity: 'bottom',
        padding: [50, 0, 40, 0],
        look: { background: '#ffffff', radius: 48, isSheet: true },
      },
      column(
        { className: 'androidx.recyclerview.widget.RecyclerView', resourceId: id('recycler_view') },
        ...this.app.accounts.all.map((account) => this.#account(account)),
        this.#row('add', addAccount, () => this.app.push(new LoginScreen(this.app))),
      ),
      this.#row('people', accountsCenter, () => {}),
    );
  }

  #account(account: Account): View {
    const isCurrent = account === this.app.accounts.current;
    return row(
      {
        key: account.handle,
        className: 'android.view.ViewGroup',
        resourceId: id('row_user_container_base'),
        clickable: true,
        height: 180,
        padding: [0, 40],
        gap: 30,
        onTap: () => this.app.switchTo(account, this),
      },
      image({ resourceId: id('row_user_imageview'), width: 130, height: 130, look: { avatar: account.handle } }),
      text(account.handle, {
        resourceId: id('row_user_textview'),
        weight: 1,
        look: { size: 42, bold: true, color: INK },
      }),
      isCurrent && image({ resourceId: id('check'), width: 64, height: 64, look: { icon: 'checked', color: BLUE } }),
    );
  }

  #row(icon: string, label: string, onTap: () => void): View {
    return row(
      { className: 'android.view.ViewGroup', clickable: true, height: 160, padding: [0, 60], gap: 46, onTap },
      image({ width: 72, height: 72, look: { icon, color: INK } }),
      text(label, { weight: 1, look: { size: 42, bold: true, color: INK } }),
    );
  }
}
