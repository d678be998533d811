import type { PhoneMachine } from '../../ports.ts';
import { button, column, text, type View } from '../ui/view.ts';
import { Screen } from '../windows/screen.ts';
import {
  ONE_TIME_SDK,
  PARTIAL_MEDIA_SDK,
  PERMISSION_TEXTS,
  type PermissionGroup,
  permissionsOf,
} from './permission-texts.ts';

type PermissionAnswer = 'granted' | 'denied' | 'selected';

interface PermissionDialogOptions {
  readonly machine: PhoneMachine;
  readonly app: { readonly packageName: string; readonly label: string };
  readonly group: PermissionGroup;
  /** Called once, after the dialog has granted what there was to grant. */
  readonly answered: (answer: PermissionAnswer) => void;
}

/** Android's own dialog for a runtime permission. It runs in the app's task, as another package. */
export class PermissionDialog extends Screen {
  readonly packageName: string;
  readonly className: string;
  readonly #options: PermissionDialogOptions;
  readonly #idPrefix: string;

  constructor(options: PermissionDialogOptions) {
    super();
    this.#options = options;
    const isOld = options.machine.sdk < ONE_TIME_SDK - 1;
    const owner = isOld ? 'packageinstaller' : 'permissioncontroller';
    this.packageName = `com.google.android.${owner}`;
    this.className = `com.android.${owner}.permission.ui.GrantPermissionsActivity`;
    this.#idPrefix = `com.android.${owner}:id/`;
  }

  override get isDialog(): boolean {
    return true;
  }

  view(): View {
    const { machine, app, group } = this.#options;
    const words = PERMISSION_TEXTS[machine.language()];
    return column(
      {
        resourceId: `${this.#idPrefix}grant_dialog`,
        width: 960,
        padding: [70, 60, 50, 60],
        gap: 24,
        look: { background: '#f7f7fb', radius: 72 },
      },
      text(words.message(group, app.label, machine.sdk), {
        resourceId: `${this.#idPrefix}permission_message`,
        width: 'fill',
        padding: [0, 0, 30, 0],
        look: { size: 50, align: 'center' },
      }),
      ...this.#buttons(),
    );
  }

  /** BACK does not answer the question. */
  back(): boolean {
    return true;
  }

  #buttons(): View[] {
    const { machine, group } = this.#options;
    const { sdk } = machine;
    const words = PERMISSION_TEXTS[machine.language()];
    const deny = this.#button('permission_deny_button', words.deny(sdk), 'denied');
    const isSensor = group === 'camera' || group === 'microphone';
    if (isSensor && sdk >= ONE_TIME_SDK) {
      return [
        this.#button('permission_allow_foreground_only_button', words.whileUsing, 'granted'),
        this.#button('permission_allow_one_time_button', words.onlyThisTime, 'granted'),
        deny,
      ];
    }
    if (group === 'media' && sdk >= PARTIAL_MEDIA_SDK) {
      return [
        this.#button('permission_allow_all_button', words.allowAll, 'granted'),
        this.#button('permission_allow_selected_button', words.allowSelected, 'selected'),
        deny,
      ];
    }
    return [this.#button('permission_allow_button', words.allow, 'granted'), deny];
  }

  #button(id: string, label: string, answer: PermissionAnswer): View {
    return button(label, () => this.#answer(answer), {
      resourceId: `${this.#idPrefix}${id}`,
      width: 'fill',
      look: { background: '#d7e3ff', color: '#1a1b21', radius: 40, bold: false, size: 44 },
    });
  }

  #answer(answer: PermissionAnswer): void {
    const { machine, app, group, answered } = this.#options;
    if (answer === 'granted') {
      for (const permission of permissionsOf(group, machine.sdk)) {
        machine.packages.grantPermission(app.packageName, permission);
      }
    }
    answered(answer);
  }
}
