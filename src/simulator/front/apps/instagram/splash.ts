import { image, stack, type View } from '../../ui/view.ts';
import { Screen } from '../../windows/screen.ts';
import { INSTAGRAM_ACTIVITY, INSTAGRAM_PACKAGE } from './instagram-screen.ts';

/** The start page while the process loads. */
export class SplashScreen extends Screen {
  readonly packageName = INSTAGRAM_PACKAGE;
  readonly className = INSTAGRAM_ACTIVITY.launcher;

  view(): View {
    return stack(
      { look: { background: '#ffffff' } },
      image({ gravity: 'center', width: 220, height: 220, look: { icon: 'camera', color: '#c13584' } }),
    );
  }

  back(): boolean {
    return false;
  }
}
