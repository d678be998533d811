/** The property table behind `getprop`. */
import type { Language } from '../ports.ts';
import type { Profile } from './profiles.ts';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-US', es: 'es-ES' };

/** What the apps show on a phone in this locale: those of a language that they have no texts for show English here. */
export function languageOf(locale: string): Language {
  return /^es\b/i.test(locale) ? 'es' : 'en';
}

interface PropertySources {
  readonly serial: string;
  readonly profile: Profile;
  /** BCP 47: `de-DE`. */
  readonly locale: string;
  readonly booted: boolean;
  /** When the phone was switched on. */
  readonly bootedAt: Date;
}

/** `en-US` for `en`. */
export function localeOf(language: Language): string {
  return LOCALES[language];
}

/** All properties of a phone in this moment, in no order. */
export function readProperties({
  serial,
  profile,
  locale,
  booted,
  bootedAt,
}: PropertySources): ReadonlyMap<string, string> {
  const { sdk, release, manufacturer, brand, model, device, name, buildId } = profile;
  const incremental = String(7_000_000 + sdk * 1013);
  return new Map(
    [
      ['dev.bootcomplete', booted ? '1' : ''],
      ['gsm.operator.alpha', ''],
      ['init.svc.adbd', 'running'],
      ['init.svc.bootanim', booted ? 'stopped' : 'running'],
      ['persist.sys.locale', locale],
      ['persist.sys.timezone', 'Etc/UTC'],
      ['persist.sys.usb.config', 'mtp,adb'],
      ['ro.boot.qemu', '0'],
      ['ro.boot.serialno', serial],
      ['ro.build.characteristics', 'default'],
      ['ro.build.display.id', buildId],
      ['ro.build.fingerprint', `${brand}/${name}/${device}:${release}/${buildId}/${incremental}:user/release-keys`],
      ['ro.build.id', buildId],
      ['ro.build.tags', 'release-keys'],
      ['ro.build.type', 'user'],
      ['ro.build.version.incremental', incremental],
      ['ro.build.version.release', release],
      ['ro.build.version.sdk', String(sdk)],
      ['ro.build.version.security_patch', profile.securityPatch],
      ['ro.debuggable', '0'],
      ['ro.hardware', device],
      ['ro.product.brand', brand],
      ['ro.product.cpu.abi', 'arm64-v8a'],
      ['ro.product.cpu.abilist', 'arm64-v8a,armeabi-v7a,armeabi'],
      ['ro.product.device', device],
      ['ro.product.locale', 'en-US'],
      ['ro.product.manufacturer', manufacturer],
      ['ro.product.model', model],
      ['ro.product.name', name],
      ['ro.runtime.firstboot', String(bootedAt.getTime())],
      ['ro.secure', '1'],
      ['ro.serialno', serial],
      ['ro.sf.lcd_density', String(profile.densityDpi)],
      ['sys.boot_completed', booted ? '1' : ''],
      ['sys.usb.config', 'mtp,adb'],
      ['sys.usb.state', 'mtp,adb'],
    ].filter(([, value]) => value !== '') as [string, string][],
  );
}
