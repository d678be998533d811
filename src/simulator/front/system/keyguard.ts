import type { PhoneMachine } from '../../ports.ts';
import { blank, column, image, stack, text, type View } from '../ui/view.ts';
import { Screen } from '../windows/screen.ts';

const PACKAGE = 'com.android.systemui';
/** From here on the keyguard lives in the notification shade's window (facts 3.2). */
const NOTIFICATION_SHADE_SDK = 30;

const TEXTS = {
  en: { unlock: 'Swipe up to unlock', emergency: 'Emergency call' },
  es: { unlock: 'Desliza el dedo hacia arriba para desbloquear', emergency: 'Llamada de emergencia' },
};

/** The lock screen. A swipe up takes it away unless a PIN is set; then it stays. */
export class Keyguard extends Screen {
  readonly packageName = PACKAGE;
  readonly className: string;
  readonly #machine: PhoneMachine;

  constructor(machine: PhoneMachine) {
    super();
    this.#machine = machine;
    this.className = machine.sdk >= NOTIFICATION_SHADE_SDK ? 'NotificationShade' : 'StatusBar';
  }

  override get isDark(): boolean {
    return true;
  }

  view(): View {
    const words = TEXTS[this.#machine.language()];
    const time = this.#machine.time.now().toISOString().slice(11, 16);
    return stack(
      { resourceId: `${PACKAGE}:id/notification_panel`, look: { background: '#1c2833', backgroundEnd: '#34495e' } },
      column(
        {
          resourceId: `${PACKAGE}:id/keyguard_status_view`,
          className: 'android.widget.GridLayout',
          height: 'wrap',
          align: 'center',
          padding: [420, 0, 0, 0],
        },
        text(time, { resourceId: `${PACKAGE}:id/keyguard_clock_view`, look: { size: 220, color: '#ffffff' } }),
      ),
      image({
        resourceId: `${PACKAGE}:id/lock_icon`,
        description: words.unlock,
        gravity: 'top',
        offset: [0, 220],
        width: 90,
        height: 90,
        look: { icon: 'lock', color: '#ffffff' },
      }),
      column(
        { resourceId: `${PACKAGE}:id/keyguard_bottom_area`, gravity: 'bottom', height: 320, align: 'center' },
        text(words.unlock, {
          resourceId: `${PACKAGE}:id/keyguard_indication_text`,
          look: { size: 40, color: '#ffffff' },
        }),
        blank({ height: 40, decorative: true }),
        text(words.emergency, {
          className: 'android.widget.Button',
          resourceId: `${PACKAGE}:id/emergency_call_button`,
          clickable: true,
          look: { size: 36, color: '#dddddd' },
        }),
      ),
    );
  }

  back(): boolean {
    return true;
  }
}
