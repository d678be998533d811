/** The installed packages of one phone and what they may do. */
import type { PhonePackages } from '../ports.ts';
import type { Apk, Instrumentation } from './apk.ts';
import { APP_PERMISSIONS, canBeGranted, isKnownPermission } from './permissions.ts';

const FIRST_APP_UID = 10_150;

export interface InstalledPackage {
  readonly name: string;
  readonly versionName: string;
  readonly versionCode: number;
  readonly minSdk: number;
  readonly targetSdk: number;
  readonly uid: number;
  readonly requested: readonly string[];
  readonly granted: ReadonlySet<string>;
  readonly instrumentations: readonly Instrumentation[];
  /** Null when unknown: apps that were on the phone from the start. */
  readonly signer: string | null;
  readonly isSystem: boolean;
  readonly firstInstalledAt: Date;
  readonly updatedAt: Date;
}

export interface InstallFlags {
  readonly grantAll: boolean;
  readonly allowDowngrade: boolean;
  readonly allowTestOnly: boolean;
}

interface PackagesOptions {
  readonly sdk: number;
  now(): Date;
}

export class Packages implements PhonePackages {
  readonly #options: PackagesOptions;
  readonly #byName = new Map<string, InstalledPackage>();
  #nextUid = FIRST_APP_UID;

  constructor(options: PackagesOptions) {
    this.#options = options;
  }

  /** Sorted by name. */
  list(): readonly InstalledPackage[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(name: string): InstalledPackage | null {
    return this.#byName.get(name) ?? null;
  }

  versionName(packageName: string): string | null {
    return this.get(packageName)?.versionName ?? null;
  }

  hasPermission(packageName: string, permission: string): boolean {
    return this.get(packageName)?.granted.has(permission) ?? false;
  }

  grantPermission(packageName: string, permission: string): void {
    const installed = this.get(packageName);
    if (!installed) return;
    this.#byName.set(packageName, { ...installed, granted: new Set([...installed.granted, permission]) });
  }

  revokePermission(packageName: string, permission: string): void {
    const installed = this.get(packageName);
    if (!installed) return;
    const granted = [...installed.granted].filter((candidate) => candidate !== permission);
    this.#byName.set(packageName, { ...installed, granted: new Set(granted) });
  }

  /** Replaces what was granted at run time. */
  setPermissions(packageName: string, permissions: readonly string[]): void {
    const installed = this.get(packageName);
    if (installed) this.#byName.set(packageName, { ...installed, granted: new Set(permissions) });
  }

  /**
   * Puts an app there as if it had always been, with the permissions it asks for; an app that is there already changes
   * its version only.
   */
  place(name: string, versionName: string, isSystem = false): void {
    const requested = APP_PERMISSIONS[name] ?? [];
    const known = requested.filter((permission) => isKnownPermission(permission, this.#options.sdk));
    const sdk = this.#options.sdk;
    this.#put(name, {
      versionName,
      versionCode: toVersionCode(versionName),
      minSdk: 26,
      targetSdk: sdk,
      requested: known,
      instrumentations: [],
      signer: null,
      isSystem,
    });
  }

  /** @returns what the package manager says: null for success, else the code with its explanation. */
  install(apk: Apk, flags: InstallFlags): string | null {
    const existing = this.get(apk.packageName);
    const refusal = refuse(apk, existing, { flags, sdk: this.#options.sdk });
    if (refusal) return refusal;
    this.#put(apk.packageName, { ...apk, requested: apk.permissions, isSystem: false });
    if (flags.grantAll) {
      for (const permission of apk.permissions) {
        if (canBeGranted(permission, this.#options.sdk)) this.grantPermission(apk.packageName, permission);
      }
    }
    return null;
  }

  /** @returns whether it was installed. */
  uninstall(name: string): boolean {
    return this.#byName.delete(name);
  }

  /** As it was before it was uninstalled. */
  putBack(installed: InstalledPackage): void {
    this.#byName.set(installed.name, installed);
  }

  #put(
    name: string,
    what: Omit<InstalledPackage, 'name' | 'uid' | 'granted' | 'firstInstalledAt' | 'updatedAt'>,
  ): void {
    const existing = this.get(name);
    const now = this.#options.now();
    const { versionName, versionCode, minSdk, targetSdk, requested, instrumentations, signer, isSystem } = what;
    this.#byName.set(name, {
      name,
      ...{ versionName, versionCode, minSdk, targetSdk, requested, instrumentations, signer, isSystem },
      uid: existing?.uid ?? this.#takeUid(),
      granted: existing?.granted ?? new Set(),
      firstInstalledAt: existing?.firstInstalledAt ?? now,
      updatedAt: now,
    });
  }

  #takeUid(): number {
    this.#nextUid += 1;
    return this.#nextUid;
  }
}

interface InstallContext {
  readonly flags: InstallFlags;
  readonly sdk: number;
}

function refuse(apk: Apk, existing: InstalledPackage | null, { flags, sdk }: InstallContext): string | null {
  if (apk.minSdk > sdk) {
    return `INSTALL_FAILED_OLDER_SDK: Failed parse during installPackageLI: Requires newer sdk version #${apk.minSdk} (current version is #${sdk})`;
  }
  if (apk.testOnly && !flags.allowTestOnly) return 'INSTALL_FAILED_TEST_ONLY: installPackageLI';
  if (!existing) return null;
  if (existing.signer && apk.signer && existing.signer !== apk.signer) {
    return `INSTALL_FAILED_UPDATE_INCOMPATIBLE: Existing package ${apk.packageName} signatures do not match newer version; ignoring!`;
  }
  if (apk.versionCode < existing.versionCode && !flags.allowDowngrade) {
    return `INSTALL_FAILED_VERSION_DOWNGRADE: Downgrade detected: Update version code ${apk.versionCode} is older than current ${existing.versionCode}`;
  }
  return null;
}

/** `43.7.3` → 430703: growing with the version, as the apps' own numbers do. */
function toVersionCode(versionName: string): number {
  const [major = 0, minor = 0, patch = 0] = versionName.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return major * 10_000 + minor * 100 + patch;
}
