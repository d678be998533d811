import { column, iconButton, image, row, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { AccountSheet } from './account-sheet.ts';
import { GREY, INK, TikTokScreen } from './tiktok-screen.ts';

/** Settings and privacy: the other way to the account sheet, and to signing out. */
export class SettingsScreen extends TikTokScreen {
  readonly className = 'com.ss.android.ugc.aweme.setting.ui.SettingContainerActivity';

  view(): View {
    const { settings, switchAccount, logOut, back } = this.texts;
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#f8f8f8' } },
      row(
        { height: 130, padding: [0, 10] },
        iconButton('back', () => this.app.close(this), { description: back, look: { color: INK } }),
        text(settings, { look: { size: 44, bold: true, color: INK } }),
      ),
      this.#entry('people', switchAccount, () => this.app.show(new AccountSheet(this.app), 'accounts')),
      this.#entry('leave', logOut, () => this.app.signOut()),
    );
  }

  #entry(icon: string, label: string, onTap: () => void): View {
    return row(
      { clickable: true, height: 140, padding: [0, 40], gap: 30, look: { background: '#ffffff' }, onTap },
      image({ width: 56, height: 56, look: { icon, color: INK } }),
      text(label, { weight: 1, look: { size: 40, color: INK } }),
      image({ width: 40, height: 40, look: { icon: 'right', color: GREY } }),
    );
  }
}
