/** What is checked over ADB: the server, and each phone with its apps. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { formatAdbAddress } from '../devices/adb-address.ts';
import type { Phone } from '../devices/phone.ts';
import { DeviceTracker, type TrackedDevice } from '../devices/tracker.ts';
import { ERRORS, PostwrightError } from '../errors.ts';
import { EventBus } from '../events/bus.ts';
import type { FlowLibrary } from '../flows/flow-library.ts';
import { refusalOf } from '../flows/support.ts';
import type { Limits } from '../kit/abort.ts';
import { compareVersions } from '../kit/compare-versions.ts';
import { silentLog } from '../kit/log.ts';
import { SERVER_PACKAGE, SERVER_VERSION } from '../screen/uia2-install.ts';
import { findApp, languageOf } from '../scripts/post/app-on-phone.ts';
import { APP_NAMES, DRIVERS, openFlowLibrary } from '../scripts/post/known-apps.ts';
import type { AppName } from '../scripts/script.ts';
import { bytesInWords, examine, type Finding, fail, failAs, ok, warn } from './finding.ts';
import { OPERATOR_FLOWS } from './flows.ts';

const ADB = 'ADB server';
/** Far more than a healthy phone needs for one question. */
const PHONE_TIMEOUT_MS = 10_000;
const ADB_TIMEOUT_MS = 5000;
/** Android 9: the oldest the flows and the media store are proved on. */
const OLDEST_SDK = 28;
/** A long video and the app's own copies of it. */
const COMFORTABLE_BYTES = 1024 * 2 ** 20;
const NECESSARY_BYTES = 100 * 2 ** 20;
const SHARED_STORAGE = '/storage/emulated/0';

export async function* checkPhones({ adb, dataDir }: Config): AsyncIterable<Finding> {
  const over = new AbortController();
  const tracker = new DeviceTracker({ adb: formatAdbAddress(adb), events: new EventBus(() => {}), log: silentLog });
  try {
    const server = await examine(ADB, async () => {
      const version = await tracker.ping({ signal: over.signal, timeoutMs: ADB_TIMEOUT_MS });
      return ok(ADB, `at ${formatAdbAddress(adb)}, version 1.0.${version}`);
    });
    yield server;
    if (server.level === 'fail') return;
    await tracker.start(over.signal);
    const devices = tracker.list();
    if (devices.length === 0) yield warn('Phones', 'none are connected', 'Plug one in and allow USB debugging on it.');
    const library = openFlowLibrary({ operatorFlows: join(dataDir, OPERATOR_FLOWS) });
    const examined = devices.map((device) => checkDevice(tracker, device, library));
    for (const findings of examined) yield* await findings;
  } finally {
    over.abort(new Error('The doctor is done'));
    await tracker.stop();
  }
}

async function checkDevice(
  tracker: DeviceTracker,
  device: TrackedDevice,
  library: FlowLibrary,
): Promise<readonly Finding[]> {
  const { serial, state, stateText } = device;
  if (state === 'unauthorized') return [failAs(serial, 'DEVICE_UNAUTHORIZED', 'it has not authorised this computer')];
  if (state !== 'device')
    return [
      fail(serial, `ADB calls it "${stateText}"`, 'Unplug it and plug it in again; look at cable, hub and USB mode.'),
    ];
  const phone = tracker.phone(serial);
  const limits = { signal: phone.gone, timeoutMs: PHONE_TIMEOUT_MS };
  return Promise.all([
    examine(serial, () => checkSystem(phone, limits)),
    examine(`${serial} storage`, () => checkStorage(phone, limits)),
    ...APP_NAMES.map((app) =>
      examine(`${serial} ${DRIVERS[app].title}`, () => checkApp(phone, { app, library }, limits)),
    ),
    examine(`${serial} UiAutomator2`, () => checkServer(phone, limits)),
  ]);
}

async function checkSystem(phone: Phone, limits: Limits): Promise<Finding> {
  const { serial, manufacturer, model, androidVersion, sdk, locale } = await phone.facts(limits);
  const message = `${manufacturer} ${model}, Android ${androidVersion}, language ${locale || 'not said'}`;
  if (sdk < OLDEST_SDK) return warn(serial, message, 'Android 9 is the oldest version that is tested.');
  return ok(serial, message);
}

async function checkStorage(phone: Phone, limits: Limits): Promise<Finding> {
  const subject = `${phone.serial} storage`;
  const free = await phone.freeBytes(SHARED_STORAGE, limits);
  const message = `${bytesInWords(free)} free`;
  if (free < NECESSARY_BYTES) return failAs(subject, 'DEVICE_STORAGE_FULL', message);
  if (free < COMFORTABLE_BYTES) return warn(subject, message, 'Long videos may not fit.');
  return ok(subject, message);
}

/** A phone may be meant for one of the apps only, so a missing one is no failure. */
async function checkApp(
  phone: Phone,
  { app, library }: { readonly app: AppName; readonly library: FlowLibrary },
  limits: Limits,
): Promise<Finding> {
  const driver = DRIVERS[app];
  const subject = `${phone.serial} ${driver.title}`;
  try {
    const { version, packageName } = await findApp(phone, driver, limits);
    // What is wrong with the files themselves has been said.
    const about = library.problems(app).length === 0 ? library.about(app) : null;
    const refusal = about === null ? null : refusalOf(about, { version, language: await languageOf(phone, limits) });
    if (refusal !== null) return failAs(subject, refusal.errorName, refusal.message);
    return ok(subject, `version ${version} (${packageName})`);
  } catch (error) {
    if (!(error instanceof PostwrightError) || error.errorName !== 'APP_NOT_INSTALLED') throw error;
    return warn(subject, 'not installed', ERRORS.APP_NOT_INSTALLED.remedy);
  }
}

async function checkServer(phone: Phone, limits: Limits): Promise<Finding> {
  const subject = `${phone.serial} UiAutomator2`;
  const version = await phone.packageVersion(SERVER_PACKAGE, limits);
  if (version !== null && compareVersions(version, SERVER_VERSION) >= 0) return ok(subject, `version ${version}`);
  const state = version === null ? 'not installed yet' : `version ${version}, older than ${SERVER_VERSION}`;
  return warn(subject, state, 'Nothing: the first task installs it. Allow installation over USB if the phone asks.');
}
