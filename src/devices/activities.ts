import { PostwrightError } from '../errors.ts';
import type { Limits } from '../kit/abort.ts';
import type { ActivityOptions, Phone } from './phone.ts';
import { commandFailed, quoteOutput } from './phone-errors.ts';

/**
 * What `am start` prints when it did not start anything; its warnings begin with "Warning". Android 9 exits 0 on some
 * of them, and the stream they come on has changed over the versions.
 */
const START_ERROR = /^(?:Error|Security exception|Exception occurred|java\.lang\.|android\.\S*Exception)/m;

export async function startActivity(phone: Phone, options: ActivityOptions): Promise<void> {
  const argv: [string, ...string[]] = ['am', 'start', '-a', options.action];
  const add = (flag: string, value: string | undefined): void => {
    if (value !== undefined) argv.push(flag, value);
  };
  add('-d', options.dataUri);
  add('-t', options.mimeType);
  if (options.streamUri !== undefined) argv.push('--eu', 'android.intent.extra.STREAM', options.streamUri);
  if (options.grantRead === true) argv.push('--grant-read-uri-permission');
  add('-n', options.component);
  add('-p', options.packageName);
  const result = await phone.shell(argv, options);
  const text = `${result.stderr}\n${result.stdout}`.trimStart();
  if (result.exitCode === 0 && !START_ERROR.test(text)) return;
  if (/Activity class \{.*\} does not exist|unable to resolve/.test(text)) {
    const what = options.component ?? options.packageName ?? options.action;
    throw new PostwrightError(
      'DEVICE_COMMAND_FAILED',
      `${phone.serial} has no activity for ${what}: ${quoteOutput(result)}`,
    );
  }
  throw commandFailed(phone.serial, `am start ${options.action}`, result);
}

/** Components that take a share of this MIME type. */
export async function shareTargets(
  phone: Phone,
  { packageName, mimeType, ...limits }: Limits & { readonly packageName: string; readonly mimeType: string },
): Promise<readonly string[]> {
  const action = 'android.intent.action.SEND';
  const result = await phone.shell(
    ['cmd', 'package', 'query-activities', '--brief', '-a', action, '-t', mimeType, '-p', packageName],
    limits,
  );
  if (result.exitCode !== 0) throw commandFailed(phone.serial, 'cmd package query-activities', result);
  const components = result.stdout.matchAll(/^\s+([\w.]+)\/([\w.$]+)$/gm);
  return [...components]
    .filter(([, owner]) => owner === packageName)
    .map(([, owner = '', className = '']) => fullName(owner, className));
}

/** In order of worth: what has the focus of all, then what each display or task has in front (≤ 11, ≥ 12). */
const RESUMED = ['topResumedActivity', 'mResumedActivity', 'ResumedActivity'].map(
  (field) => new RegExp(`\\b${field}[:=]\\s*ActivityRecord\\{\\S+ u\\d+ ([^\\s/]+)/([^\\s}]+)`),
);

/** `package/class` in front; null while one activity gives way to another. */
export async function foreground(phone: Phone, limits: Limits): Promise<string | null> {
  const { stdout } = await phone.shell(['dumpsys', 'activity', 'activities'], limits);
  for (const pattern of RESUMED) {
    const [, owner, className] = pattern.exec(stdout) ?? [];
    if (owner !== undefined && className !== undefined) return fullName(owner, className);
  }
  return null;
}

/** Activity names may be given relative to their package. */
function fullName(packageName: string, className: string): string {
  return `${packageName}/${className.startsWith('.') ? packageName : ''}${className}`;
}

export async function forceStop(phone: Phone, packageName: string, limits: Limits): Promise<void> {
  const result = await phone.shell(['am', 'force-stop', packageName], limits);
  if (result.exitCode !== 0) throw commandFailed(phone.serial, `am force-stop ${packageName}`, result);
}
