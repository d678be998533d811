import type { PreflightCheck, PreflightFinding } from '../../contract/preflight.ts';
import { ERRORS, type PostwrightError } from '../../errors.ts';
import type { Asked, PhoneCondition } from '../../scripts/examine.ts';
import type { SignedIn } from '../../scripts/post/accounts.ts';
import { DRIVERS } from '../../scripts/post/known-apps.ts';
import { neededBytes } from '../../scripts/post/media.ts';
import { isSameAccount, normaliseUsername } from '../../scripts/post/username.ts';
import type { Scripts } from '../../scripts/registry.ts';
import type { AppName, Plan, PostPlan } from '../../scripts/script.ts';

/** Android warns of the battery at 15 % and saves power from then on: it keeps apps from the network and dims the screen. */
const LOW_BATTERY_PERCENT = 15;
/** An upload of an hour without power costs about that much more. */
const SMALL_BATTERY_PERCENT = 30;
/** Lithium cells are not charged above 45 °C, and phones slow down, dim, and end what is heavy. */
const HOT_CELSIUS = 45;
/** A phone at rest is at 25 to 35 °C: one that is this warm gets hot when it uploads. */
const WARM_CELSIUS = 40;
/** Below 1 GiB Android itself begins to say that storage is low, and apps refuse to record and to save (facts 3.2). */
const COMFORTABLE_BYTES = 1024 ** 3;
const MEBIBYTE = 1024 ** 2;

/** Who is signed in to an app, or why that is not known. */
export type SignedInLook =
  | { readonly signedIn: SignedIn }
  | { readonly skipped: string }
  | { readonly trouble: PostwrightError };

/** How a phone was found. */
export type PhoneLook =
  | { readonly condition: PhoneCondition; readonly signedIn: ReadonlyMap<AppName, SignedInLook> }
  /** It is not there, or does not answer. */
  | { readonly absence: Pick<PreflightFinding, 'code' | 'message' | 'remedy'> };

export interface Judged {
  readonly serial: string;
  readonly scriptName: string;
  readonly plan: Plan;
  readonly look: PhoneLook;
  readonly supportOf: Scripts['supportOf'];
}

/** Compares what a task needs with how its phone is. */
export function judge(judged: Judged): PreflightFinding[] {
  const { serial, plan, look } = judged;
  if ('absence' in look) {
    const others = checksOf(plan).filter((check) => check !== 'phone');
    const reason = 'The phone could not be asked.';
    return [{ check: 'phone', level: 'fail', ...look.absence }, ...others.map((check) => skipped(check, reason))];
  }
  const { condition, signedIn } = look;
  const ofPhone = [ok('phone', `${serial} is online.`), ...judgeBattery(condition)];
  if (plan.kind === 'custom') return [...ofPhone, ...judgeScript(judged.scriptName, condition)];
  return [
    ...ofPhone,
    judgeStorage(plan, condition),
    ...judgeApp(plan, condition, judged.supportOf),
    judgeAccount(plan, signedIn.get(plan.app)),
  ];
}

function checksOf(plan: Plan): readonly PreflightCheck[] {
  return plan.kind === 'custom'
    ? ['phone', 'battery', 'temperature', 'app', 'language']
    : ['phone', 'battery', 'temperature', 'storage', 'app', 'language', 'account'];
}

function judgeBattery({ battery }: PhoneCondition): PreflightFinding[] {
  if ('trouble' in battery) return [unknown('battery', battery), unknown('temperature', battery)];
  if (battery.answer === null) {
    return [ok('battery', 'The phone runs without a battery.'), skipped('temperature', 'There is no battery to ask.')];
  }
  const { percent, isPowered, celsius } = battery.answer;
  const level = `The battery is at ${percent} %${isPowered ? ', with power.' : ', without power.'}`;
  const heat = `The battery has ${celsius.toFixed(1)} °C.`;
  return [judgeLevel(percent, isPowered, level), judgeHeat(celsius, heat)];
}

function judgeLevel(percent: number, isPowered: boolean, message: string): PreflightFinding {
  const remedy = isPowered ? 'Look at cable and hub: it charges slowly or not at all.' : 'Give the phone power.';
  if (percent >= SMALL_BATTERY_PERCENT || (isPowered && percent >= LOW_BATTERY_PERCENT)) return ok('battery', message);
  const level = !isPowered && percent < LOW_BATTERY_PERCENT ? 'fail' : 'warn';
  return { check: 'battery', level, message, remedy };
}

function judgeHeat(celsius: number, message: string): PreflightFinding {
  if (celsius < WARM_CELSIUS) return ok('temperature', message);
  const remedy = 'Let the phone cool down: shade, air, a slower charger, no case.';
  return { check: 'temperature', level: celsius < HOT_CELSIUS ? 'warn' : 'fail', message, remedy };
}

function judgeStorage({ materials }: PostPlan, { freeBytes }: PhoneCondition): PreflightFinding {
  if ('trouble' in freeBytes) return unknown('storage', freeBytes);
  const needed = neededBytes(materials);
  const inMebibytes = (bytes: number): string => `${Math.ceil(bytes / MEBIBYTE)} MiB`;
  const message = `${inMebibytes(freeBytes.answer)} are free; the post needs ${inMebibytes(needed)}.`;
  if (freeBytes.answer >= Math.max(needed, COMFORTABLE_BYTES)) return ok('storage', message);
  const level = freeBytes.answer < needed ? 'fail' : 'warn';
  return { check: 'storage', level, message, remedy: ERRORS.DEVICE_STORAGE_FULL.remedy };
}

function judgeApp(
  { app }: PostPlan,
  { apps, language }: PhoneCondition,
  supportOf: Scripts['supportOf'],
): PreflightFinding[] {
  const { title } = DRIVERS[app];
  const version = apps.get(app);
  if (version === undefined) throw new Error(`The phone was not asked for ${title}`);
  const installed =
    'trouble' in version
      ? noApp(version.trouble)
      : refused(
          'app',
          supportOf(app, { version: version.answer, language: null }),
          `${title} ${version.answer} is known.`,
        );
  if ('trouble' in language) return [installed, unknown('language', language)];
  const spoken = language.answer;
  if (spoken === null) return [installed, skipped('language', 'The phone does not say in which language it is.')];
  const refusal = supportOf(app, { version: null, language: spoken });
  // What is wrong with the flow files has been said of the app.
  const isOfLanguage = refusal === null || refusal.errorName === 'APP_LANGUAGE_UNSUPPORTED';
  if (!isOfLanguage) return [installed, skipped('language', 'The flow files could not be read.')];
  return [installed, refused('language', refusal, `The flows know the phone's language (${spoken}).`)];
}

/** A script works in any language where its flows have no wordings of their own. */
function judgeScript(name: string, { scripts }: PhoneCondition): PreflightFinding[] {
  const support = scripts.get(name);
  if (support === undefined) throw new Error(`The phone was not asked for "${name}"`);
  if ('trouble' in support) return [noApp(support.trouble), skipped('language', 'The app could not be looked at.')];
  const { app, versionRefusal, languageRefusal } = support.answer;
  return [
    refused('app', versionRefusal, `${app} is known.`),
    refused('language', languageRefusal, `The flows of "${name}" work in the phone's language.`),
  ];
}

function refused(check: PreflightCheck, error: PostwrightError | null, message: string): PreflightFinding {
  return error === null ? ok(check, message) : failedAs(check, error);
}

/** Why an app or what drives it was not found; other troubles say nothing of them. */
function noApp(trouble: PostwrightError): PreflightFinding {
  return NOT_THERE.has(trouble.errorName) ? failedAs('app', trouble) : skipped('app', trouble.message);
}

const NOT_THERE: ReadonlySet<string> = new Set(['APP_NOT_INSTALLED', 'SCRIPT_GONE', 'SCRIPT_INVALID', 'FLOW_INVALID']);

function judgeAccount({ app, username }: PostPlan, look: SignedInLook | undefined): PreflightFinding {
  const { title } = DRIVERS[app];
  if (look === undefined) return skipped('account', 'Who is signed in was not looked at.');
  if ('skipped' in look) return skipped('account', look.skipped);
  if ('trouble' in look) {
    const { trouble } = look;
    // These stop a task in the same place; others may be gone by then.
    const level = STOPS_TASKS.has(trouble.errorName) ? 'fail' : 'warn';
    return { ...failedAs('account', trouble), level };
  }
  const { current, all } = look.signedIn;
  if (username === null) return ok('account', `${title} would publish as @${current}, who is current now.`);
  const name = `@${normaliseUsername(username)}`;
  if (all.some((signedIn) => isSameAccount(signedIn, username))) return ok('account', `${name} is signed in.`);
  const others = all.map((other) => `@${other}`).join(', ');
  return {
    check: 'account',
    level: 'fail',
    code: 'ACCOUNT_NOT_SIGNED_IN',
    message: `${name} is not signed in to ${title} on this phone; signed in: ${others}.`,
    remedy: ERRORS.ACCOUNT_NOT_SIGNED_IN.remedy,
  };
}

const STOPS_TASKS: ReadonlySet<string> = new Set(['DEVICE_LOCKED', 'APP_BLOCKED', 'UIA2_INSTALL_FAILED']);

function ok(check: PreflightCheck, message: string): PreflightFinding {
  return { check, level: 'ok', message, remedy: null };
}

export function skipped(check: PreflightCheck, message: string): PreflightFinding {
  return { check, level: 'skipped', message, remedy: null };
}

function unknown(check: PreflightCheck, { trouble }: Exclude<Asked<unknown>, { readonly answer: unknown }>) {
  return skipped(check, trouble.message);
}

function failedAs(check: PreflightCheck, { errorName, message }: PostwrightError): PreflightFinding {
  return { check, level: 'fail', code: errorName, message, remedy: ERRORS[errorName].remedy };
}
