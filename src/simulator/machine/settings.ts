/** The three tables behind `settings get|put`. */

export const NAMESPACES = ['system', 'secure', 'global'] as const;
export type Namespace = (typeof NAMESPACES)[number];

const FACTORY: Readonly<Record<Namespace, Readonly<Record<string, string>>>> = {
  system: {
    accelerometer_rotation: '1',
    user_rotation: '0',
    screen_off_timeout: '30000',
    screen_brightness: '102',
    screen_brightness_mode: '1',
  },
  secure: {
    default_input_method: 'com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME',
    enabled_input_methods: 'com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME',
    user_setup_complete: '1',
  },
  global: {
    adb_enabled: '1',
    airplane_mode_on: '0',
    auto_time: '1',
    development_settings_enabled: '1',
    device_provisioned: '1',
    stay_on_while_plugged_in: '0',
    window_animation_scale: '1.0',
    transition_animation_scale: '1.0',
    animator_duration_scale: '1.0',
    wifi_on: '1',
  },
};

export class Settings {
  readonly #changed = new Map<string, string | null>();

  /** Null when there is no such setting. */
  get(namespace: Namespace, key: string): string | null {
    const changed = this.#changed.get(`${namespace}/${key}`);
    return changed === undefined ? (FACTORY[namespace][key] ?? null) : changed;
  }

  /** Null takes the setting away. */
  set(namespace: Namespace, key: string, value: string | null): void {
    this.#changed.set(`${namespace}/${key}`, value);
  }

  /** Sorted by key. */
  list(namespace: Namespace): readonly (readonly [string, string])[] {
    const keys = new Set(Object.keys(FACTORY[namespace]));
    for (const changed of this.#changed.keys()) {
      if (changed.startsWith(`${namespace}/`)) keys.add(changed.slice(namespace.length + 1));
    }
    return [...keys]
      .sort()
      .map((key) => [key, this.get(namespace, key)] as const)
      .filter((entry): entry is readonly [string, string] => entry[1] !== null);
  }
}
