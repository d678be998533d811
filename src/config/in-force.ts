import type { SettingInForce } from '../contract/settings.ts';
import { SETTING_NAMES, SETTINGS, type Setting, type SettingName, variableOf } from './settings.ts';

/** Who gave a setting its value. */
export type Origin = Pick<SettingInForce, 'source' | 'from'>;
export type Origins = ReadonlyMap<SettingName, Origin>;

/** For the eyes of operators. A secret is never told, only whether there is one. */
export function settingsInForce(read: (name: SettingName) => unknown, origins: Origins): SettingInForce[] {
  return SETTING_NAMES.map((name) => {
    const { sentence, form, secret, shownDefault }: Setting<unknown> = SETTINGS[name];
    const value = read(name);
    return {
      name,
      description: sentence,
      form,
      secret,
      is_set: value !== null,
      value: secret || value === null ? null : shown(value),
      default: shownDefault,
      ...(origins.get(name) ?? { source: null, from: null }),
      flag: `--${name}`,
      variable: variableOf(name),
    };
  });
}

/** As it could be written in postwright.yaml. */
function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object' && value !== null && 'host' in value && 'port' in value)
    return `${value.host}:${value.port}`;
  return String(value);
}
