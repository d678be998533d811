/** The phone models of the rack, one per Android version that behaves differently. */

export interface Profile {
  /** API level. */
  readonly sdk: number;
  /** Android version. */
  readonly release: string;
  readonly manufacturer: string;
  readonly brand: string;
  readonly model: string;
  /** `ro.product.device`. */
  readonly device: string;
  /** `ro.product.name`. */
  readonly name: string;
  readonly buildId: string;
  readonly securityPatch: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly densityDpi: number;
  /** What the phone's adbd offers (facts 1.4). */
  readonly adbFeatures: readonly string[];
}

const FEATURES_9 = ['cmd', 'stat_v2', 'shell_v2', 'fixed_push_mkdir'];
const FEATURES_11 = [
  ...FEATURES_9,
  'ls_v2',
  'apex',
  'abb',
  'abb_exec',
  'fixed_push_symlink_timestamp',
  'remount_shell',
  'sendrecv_v2',
];
const FEATURES_13 = [
  ...FEATURES_11,
  'track_app',
  'sendrecv_v2_brotli',
  'sendrecv_v2_lz4',
  'sendrecv_v2_zstd',
  'sendrecv_v2_dry_run_send',
  'openscreen_mdns',
];
const FEATURES_15 = [...FEATURES_13, 'devicetracker_proto_format', 'devraw', 'app_info', 'server_status'];

const PROFILES: readonly Profile[] = [
  {
    sdk: 33,
    release: '13',
    manufacturer: 'samsung',
    brand: 'samsung',
    model: 'SM-A536B',
    device: 'a53x',
    name: 'a53xnaxx',
    buildId: 'TP1A.220624.014',
    securityPatch: '2023-09-01',
    widthPx: 1080,
    heightPx: 2400,
    densityDpi: 420,
    adbFeatures: FEATURES_13,
  },
  {
    sdk: 35,
    release: '15',
    manufacturer: 'Google',
    brand: 'google',
    model: 'Pixel 8',
    device: 'shiba',
    name: 'shiba',
    buildId: 'AP4A.250205.002',
    securityPatch: '2025-02-05',
    widthPx: 1080,
    heightPx: 2400,
    densityDpi: 420,
    adbFeatures: FEATURES_15,
  },
  {
    sdk: 30,
    release: '11',
    manufacturer: 'Google',
    brand: 'google',
    model: 'Pixel 4a',
    device: 'sunfish',
    name: 'sunfish',
    buildId: 'RQ3A.211001.001',
    securityPatch: '2021-10-01',
    widthPx: 1080,
    heightPx: 2340,
    densityDpi: 440,
    adbFeatures: FEATURES_11,
  },
  {
    sdk: 28,
    release: '9',
    manufacturer: 'samsung',
    brand: 'samsung',
    model: 'SM-G960F',
    device: 'starlte',
    name: 'starltexx',
    buildId: 'PPR1.180610.011',
    securityPatch: '2020-03-01',
    widthPx: 1080,
    heightPx: 2220,
    densityDpi: 480,
    adbFeatures: FEATURES_9,
  },
];

/** The profile of the phone at `index` when nothing else is asked for: Android 13, 15, 11, 9 and round again. */
export function profileAt(index: number): Profile {
  return PROFILES[index % PROFILES.length] as Profile;
}

/** @throws Error when no phone of the rack has that API level. */
export function profileOf(sdk: number): Profile {
  const profile = PROFILES.find((candidate) => candidate.sdk === sdk);
  if (!profile) throw new Error(`sdk ${sdk}: the rack has 28, 30, 33 and 35 (Android 9, 11, 13, 15)`);
  return profile;
}
