import type { Props } from '../../ui/view.ts';
import { button, type View } from '../../ui/view.ts';
import { Screen } from '../../windows/screen.ts';
import type { TikTokTexts } from './texts.ts';
import type { TikTok } from './tiktok.ts';

/** TikTok's red, for what publishes. */
export const ACCENT = '#fe2c55';
export const INK = '#161823';
export const GREY = '#75767b';

/** A screen of TikTok, with the app at hand. */
export abstract class TikTokScreen extends Screen {
  readonly packageName = 'com.zhiliaoapp.musically';
  protected readonly app: TikTok;

  constructor(app: TikTok) {
    super();
    this.app = app;
  }

  protected get texts(): TikTokTexts {
    return this.app.texts;
  }

  protected id(view: string): string {
    return this.app.id(view);
  }

  /** A button that carries its text itself, as some of the app's do. */
  protected pill(label: string, onTap: () => void, props: Props = {}): View {
    return button(label, onTap, {
      className: 'android.widget.Button',
      ...props,
      look: { background: '#f1f1f2', color: INK, ...props.look },
    });
  }

  back(): boolean {
    return false;
  }
}
