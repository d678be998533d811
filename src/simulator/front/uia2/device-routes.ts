import { Uia2Error } from './errors.ts';
import { snapshotOf } from './phone-ui.ts';
import type { Call, Route } from './routes.ts';
import { field, isRecord } from './session.ts';
import { sourceXml } from './source.ts';

const BACK_KEY = 4;
/** The front half of a phone knows nothing of its battery; `dumpsys battery` is the place to ask. */
const BATTERY_LEVEL = 0.97;

function pressKey(call: Call): null {
  const keycode = field(call.body, 'keycode');
  if (typeof keycode !== 'number') throw new Uia2Error('invalid argument', "'keycode' must be a number");
  call.ui.input.key(keycode);
  return null;
}

function updateSettings(call: Call): null {
  const settings = field(call.body, 'settings');
  if (!isRecord(settings)) throw new Uia2Error('invalid argument', "'settings' must be an object");
  for (const [name, value] of Object.entries(settings)) call.session.settings.set(name, value);
  return null;
}

const RELEASES: Readonly<Record<number, string>> = { 28: '9', 30: '11', 33: '13', 35: '15' };

function deviceInfo({ ui }: Call): unknown {
  const { sdk, model, widthPx, heightPx, serial } = ui.machine;
  return {
    androidId: Buffer.from(serial).toString('hex').slice(0, 16).padEnd(16, '0'),
    manufacturer: 'Google',
    model,
    brand: 'google',
    apiVersion: String(sdk),
    platformVersion: RELEASES[sdk] ?? String(sdk),
    carrierName: '',
    realDisplaySize: `${widthPx}x${heightPx}`,
    displayDensity: densityOf(widthPx),
    networks: [{ type: 1, typeName: 'WIFI', subtype: 0, subtypeName: '', isConnected: true, state: 'CONNECTED' }],
    locale: ui.machine.language() === 'es' ? 'es_ES' : 'en_US',
    timeZone: 'Etc/UTC',
    bluetooth: { state: 'OFF' },
  };
}

/** Dots per inch, as a phone of this width has them. */
function densityOf(widthPx: number): number {
  const DENSITY_OF_1080 = 420;
  return Math.round((DENSITY_OF_1080 * widthPx) / 1080);
}

function windowSize({ ui }: Call): unknown {
  const { widthPx, heightPx } = snapshotOf(ui);
  return { height: heightPx, width: widthPx };
}

async function screenshot({ ui }: Call): Promise<string> {
  return (await ui.screenshot()).toString('base64');
}

/** Text only; what another app put there cannot be read without the focus, as on Android 10 and later. */
function setClipboard({ session, body }: Call): null {
  const content = field(body, 'content');
  if (typeof content !== 'string') throw new Uia2Error('invalid argument', "'content' must be a base64 string");
  session.clipboard = content;
  return null;
}

export const DEVICE_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'source', handle: ({ ui }) => sourceXml(snapshotOf(ui)), waitsForIdle: true },
  { method: 'GET', path: 'screenshot', handle: screenshot },
  {
    method: 'POST',
    path: 'back',
    handle: (call) => {
      call.ui.input.key(BACK_KEY);
      return null;
    },
    waitsForIdle: true,
  },
  { method: 'POST', path: 'appium/device/press_keycode', handle: pressKey, waitsForIdle: true },
  { method: 'POST', path: 'appium/device/long_press_keycode', handle: pressKey, waitsForIdle: true },
  { method: 'GET', path: 'appium/settings', handle: ({ session }) => session.settings.all },
  { method: 'POST', path: 'appium/settings', handle: updateSettings },
  { method: 'GET', path: 'window/current/size', handle: windowSize },
  { method: 'GET', path: 'window/:handle/size', handle: windowSize },
  { method: 'GET', path: 'orientation', handle: () => 'PORTRAIT' },
  { method: 'GET', path: 'rotation', handle: () => ({ x: 0, y: 0, z: 0 }) },
  { method: 'GET', path: 'appium/device/info', handle: deviceInfo },
  { method: 'GET', path: 'appium/device/battery_info', handle: () => ({ level: BATTERY_LEVEL, status: 2 }) },
  { method: 'GET', path: 'appium/device/system_bars', handle: () => ({ statusBar: 63 }) },
  { method: 'GET', path: 'appium/device/pixel_ratio', handle: ({ ui }) => densityOf(ui.machine.widthPx) / 160 },
  { method: 'GET', path: 'appium/device/display_density', handle: ({ ui }) => densityOf(ui.machine.widthPx) },
  { method: 'POST', path: 'appium/device/set_clipboard', handle: setClipboard },
  { method: 'POST', path: 'appium/device/get_clipboard', handle: ({ session }) => session.clipboard },
  {
    method: 'POST',
    path: 'appium/reset_ax_cache',
    handle: ({ ui }) => {
      ui.windows.seen.thaw();
      return null;
    },
  },
];
