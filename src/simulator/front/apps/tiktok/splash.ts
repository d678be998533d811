import { image, stack, type View } from '../../ui/view.ts';
import { Screen } from '../../windows/screen.ts';
import { TIKTOK_ACTIVITY, TIKTOK_PACKAGE } from './tiktok-screen.ts';

/** The start page while the process loads. */
export class SplashScreen extends Screen {
  readonly packageName = TIKTOK_PACKAGE;
  readonly className = TIKTOK_ACTIVITY.splash;

  override get isDark(): boolean {
    return true;
  }

  view(): View {
    return stack(
      { look: { background: '#000000' } },
      image({ gravity: 'center', width: 220, height: 220, look: { icon: 'note', color: '#ffffff' } }),
    );
  }

  back(): boolean {
    return false;
  }
}
