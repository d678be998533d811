type SettingValue = string | number | boolean;

/** Every setting of the server with its default (facts 2.6). */
const DEFAULT_SETTINGS = {
  waitForIdleTimeout: 10_000,
  waitForSelectorTimeout: 10_000,
  actionAcknowledgmentTimeout: 3000,
  scrollAcknowledgmentTimeout: 200,
  keyInjectionDelay: 0,
  allowInvisibleElements: false,
  ignoreUnimportantViews: false,
  enableMultiWindows: false,
  enableTopmostWindowFromActivePackage: false,
  enableNotificationListener: true,
  shouldUseCompactResponses: true,
  elementResponseAttributes: 'name,text',
  snapshotMaxDepth: 70,
  normalizeTagNames: false,
  enforceXPath1: false,
  limitXPathContextScope: true,
  disableIdLocatorAutocompletion: false,
  trackScrollEvents: true,
  simpleBoundsCalculation: false,
  useResourcesForOrientationDetection: false,
  alwaysTraversableViewClasses: '',
  deferAccessibilityCacheReset: false,
  mapTestTagToResourceId: false,
  currentDisplayId: 0,
  shutdownOnPowerDisconnect: true,
  wakeLockTimeout: 86_400_000,
  serverPort: 6790,
  mjpegServerPort: 7810,
} as const satisfies Record<string, SettingValue>;

const NAMES = new Map(Object.keys(DEFAULT_SETTINGS).map((name) => [name.toLowerCase(), name]));

/** The settings of one session. */
export class Settings {
  readonly #values = new Map<string, SettingValue>(Object.entries(DEFAULT_SETTINGS));

  get all(): Readonly<Record<string, SettingValue>> {
    return Object.fromEntries(this.#values);
  }

  flag(name: 'disableIdLocatorAutocompletion' | 'shouldUseCompactResponses' | 'shutdownOnPowerDisconnect'): boolean {
    return this.#values.get(name) === true;
  }

  /** Milliseconds; zero and below wait for nothing. */
  get waitForIdleTimeoutMs(): number {
    return Number(this.#values.get('waitForIdleTimeout'));
  }

  get responseAttributes(): readonly string[] {
    return String(this.#values.get('elementResponseAttributes')).split(',');
  }

  /** Sets what is known by this name, whatever its case and an `appium:` before it; answers whether anything is. */
  set(name: string, value: unknown): boolean {
    const known = NAMES.get(name.toLowerCase().replace(/^appium:/, ''));
    const isValue = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    if (known === undefined || !isValue) return false;
    this.#values.set(known, value);
    return true;
  }
}
