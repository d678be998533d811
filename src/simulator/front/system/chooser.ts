import type { Language } from '../../ports.ts';
import { column, image, row, text, type View } from '../ui/view.ts';
import { Screen } from '../windows/screen.ts';

/** Android 14 moved the sheet into a package of its own. */
const INTENT_RESOLVER_SDK = 34;

interface ChooserTarget {
  readonly label: string;
  readonly packageName: string;
  readonly open: () => void;
}

interface ChooserOptions {
  readonly sdk: number;
  readonly language: Language;
  readonly targets: readonly ChooserTarget[];
  readonly close: () => void;
}

/** "Share with": what Android shows when several activities take an intent and none was named. */
export class Chooser extends Screen {
  readonly packageName: string;
  readonly className: string;
  readonly #options: ChooserOptions;

  constructor(options: ChooserOptions) {
    super();
    this.#options = options;
    const isOwn = options.sdk >= INTENT_RESOLVER_SDK;
    this.packageName = isOwn ? 'com.android.intentresolver' : 'android';
    this.className = isOwn
      ? 'com.android.intentresolver.ResolverActivity'
      : 'com.android.internal.app.ResolverActivity';
  }

  override get isDialog(): boolean {
    return true;
  }

  override tapOutside(): void {
    this.#options.close();
  }

  view(): View {
    const title = this.#options.language === 'es' ? 'Compartir con' : 'Share with';
    return column(
      {
        resourceId: 'android:id/contentPanel',
        gravity: 'bottom',
        padding: [50, 0, 40, 0],
        look: { background: '#ffffff', radius: 48, isSheet: true },
      },
      text(title, { resourceId: 'android:id/title', padding: [0, 50, 30, 50], look: { size: 46, bold: true } }),
      column({ className: 'android.widget.ListView', resourceId: 'android:id/resolver_list' }, ...this.#rows()),
    );
  }

  back(): boolean {
    this.#options.close();
    return true;
  }

  #rows(): View[] {
    return this.#options.targets.map((target, index) =>
      row(
        {
          key: String(index),
          clickable: true,
          height: 160,
          padding: [0, 50],
          gap: 40,
          onTap: () => {
            this.#options.close();
            target.open();
          },
        },
        image({ resourceId: 'android:id/icon', width: 100, height: 100, look: { avatar: target.label } }),
        text(target.label, { resourceId: 'android:id/text1', look: { size: 42 } }),
      ),
    );
  }
}
