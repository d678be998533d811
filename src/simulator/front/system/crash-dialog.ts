import type { Language } from '../../ports.ts';
import { column, image, row, text, type View } from '../ui/view.ts';
import { Screen } from '../windows/screen.ts';

const TEXTS = {
  en: { title: (app: string) => `${app} keeps stopping`, close: 'Close app', restart: 'Open app again' },
  es: {
    title: (app: string) => `La aplicación ${app} no deja de fallar`,
    close: 'Cerrar aplicación',
    restart: 'Volver a abrir',
  },
};

interface CrashDialogOptions {
  readonly label: string;
  readonly language: Language;
  readonly close: () => void;
  readonly restart: () => void;
}

/** What Android shows when an app dies again and again (AppErrorDialog). */
export class CrashDialog extends Screen {
  readonly packageName = 'android';
  readonly className = 'com.android.server.am.AppErrorDialog';
  readonly #options: CrashDialogOptions;

  constructor(options: CrashDialogOptions) {
    super();
    this.#options = options;
  }

  override get isDialog(): boolean {
    return true;
  }

  view(): View {
    const { label, language, close, restart } = this.#options;
    const words = TEXTS[language];
    return column(
      { width: 920, padding: [60, 50, 30, 50], look: { background: '#ffffff', radius: 56 } },
      text(words.title(label), { resourceId: 'android:id/alertTitle', width: 'fill', look: { size: 48, bold: true } }),
      column(
        { resourceId: 'android:id/contentPanel', padding: [40, 0, 0, 0] },
        this.#choice({ id: 'android:id/aerr_restart', icon: 'refresh', label: words.restart, onTap: restart }),
        this.#choice({ id: 'android:id/aerr_close', icon: 'close', label: words.close, onTap: close }),
      ),
    );
  }

  back(): boolean {
    return true;
  }

  #choice(choice: { id: string; icon: string; label: string; onTap: () => void }): View {
    return row(
      {
        className: 'android.widget.Button',
        resourceId: choice.id,
        text: choice.label,
        clickable: true,
        height: 130,
        gap: 30,
        onTap: choice.onTap,
      },
      image({ decorative: true, width: 56, height: 56, look: { icon: choice.icon, color: '#444444' } }),
      text(choice.label, { decorative: true }),
    );
  }
}
