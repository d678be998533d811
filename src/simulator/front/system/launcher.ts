import type { Intent, PhoneMachine, StartActivityResult } from '../../ports.ts';
import { column, grid, image, row, stack, text, type View } from '../ui/view.ts';
import { App } from '../windows/app.ts';
import { STATUS_BAR_UNITS } from '../windows/geometry.ts';
import { Screen } from '../windows/screen.ts';

const PACKAGE = 'com.google.android.apps.nexuslauncher';
const CLASS = 'com.google.android.apps.nexuslauncher.NexusLauncherActivity';

interface LauncherIcon {
  readonly packageName: string;
  readonly label: string;
}

interface LauncherOptions {
  readonly icons: () => readonly LauncherIcon[];
  readonly launch: (packageName: string) => void;
}

/** The home screen: icons of what is installed. */
export class Launcher extends App {
  readonly packageName = PACKAGE;
  readonly label = 'Pixel Launcher';
  readonly #newHome: () => Screen;

  constructor(machine: PhoneMachine, options: LauncherOptions) {
    super();
    this.#newHome = () => new HomeScreen(machine, options);
    this.#show();
  }

  resolve(intent: Intent): readonly string[] {
    return intent.categories.includes('android.intent.category.HOME') ? [CLASS] : [];
  }

  activities(): ReadonlyMap<string, boolean> {
    return new Map([[CLASS, true]]);
  }

  open(className: string): StartActivityResult {
    return { outcome: 'started', activity: { packageName: PACKAGE, className } };
  }

  /** The system starts it again at once. */
  override kill(): void {
    super.kill();
    this.#show();
  }

  #show(): void {
    this.start();
    this.reset(this.#newHome());
  }
}

class HomeScreen extends Screen {
  readonly packageName = PACKAGE;
  readonly className = CLASS;
  readonly #machine: PhoneMachine;
  readonly #options: LauncherOptions;

  constructor(machine: PhoneMachine, options: LauncherOptions) {
    super();
    this.#machine = machine;
    this.#options = options;
  }

  override get isDark(): boolean {
    return true;
  }

  view(): View {
    const icons = this.#options.icons().map((icon) => this.#icon(icon));
    return stack(
      { resourceId: `${PACKAGE}:id/launcher`, look: { background: '#2b5876', backgroundEnd: '#4e4376' } },
      column(
        { resourceId: `${PACKAGE}:id/workspace`, height: 'fill', padding: [STATUS_BAR_UNITS + 200, 60, 60, 60] },
        text(this.#date(), { description: this.#date(), look: { size: 64, color: '#ffffff' }, width: 'fill' }),
        stack({ weight: 1 }),
        grid(undefined, { className: 'android.view.ViewGroup', columns: 4, gap: 40 }, ...icons),
        stack({ height: 80 }),
        row(
          { height: 130, padding: [0, 40], look: { background: '#ffffffdd', radius: 65 } },
          image({ width: 60, height: 60, look: { icon: 'search', color: '#4285f4' } }),
        ),
      ),
    );
  }

  back(): boolean {
    return true;
  }

  #icon({ packageName, label }: LauncherIcon): View {
    return column(
      {
        key: packageName,
        className: 'android.widget.TextView',
        text: label,
        description: label,
        clickable: true,
        longClickable: true,
        height: 240,
        align: 'center',
        onTap: () => this.#options.launch(packageName),
      },
      image({ width: 150, height: 150, decorative: true, look: { avatar: label } }),
      text(label, { decorative: true, look: { size: 34, color: '#ffffff' } }),
    );
  }

  #date(): string {
    const tag = this.#machine.language() === 'es' ? 'es-ES' : 'en-US';
    return this.#machine.time
      .now()
      .toLocaleDateString(tag, { weekday: 'long', month: 'short', day: 'numeric', timeZone: 'UTC' });
  }
}
