import type { SelfTestCheck } from '../contract/device-health.ts';
import type { Phone } from '../devices/phone.ts';
import { ERRORS, PostwrightError } from '../errors.ts';
import type { Limits } from '../kit/abort.ts';
import type { Screen } from '../screen/screen.ts';
import { findApp } from '../scripts/post/app-on-phone.ts';
import { DRIVERS } from '../scripts/post/known-apps.ts';
import { SHARED_STORAGE } from '../scripts/post/media.ts';
import type { AppName } from '../scripts/script.ts';

export interface SelfTestSubject {
  readonly phone: Phone;
  /** Those that are used on the phone. */
  readonly apps: readonly AppName[];
  openScreen(signal: AbortSignal): Promise<Screen>;
}

export interface SelfTestLimits {
  readonly signal: AbortSignal;
  readonly echoWithinMs: number;
  /** For UiAutomator2, which may have to be installed first. */
  readonly screenWithinMs: number;
}

/** How a phone was found: the checks in their order, up to the first that failed. */
export interface Tested {
  readonly passed: boolean;
  readonly checks: readonly SelfTestCheck[];
}

/** A question takes a healthy phone well under a second. */
const QUESTION_MS = 10_000;
/** Below this no post fits, and Android itself begins to fail. */
const LEAST_FREE_BYTES = 100 * 1024 ** 2;
const MEBIBYTE = 1024 ** 2;

/**
 * Proves that tasks can be carried out on a phone: it answers, it has room, its screen can be lit, its apps are there, and
 * UiAutomator2 sees. The caller holds the phone's lane. @throws the signal's reason when that fires.
 */
export async function testPhone(subject: SelfTestSubject, limits: SelfTestLimits): Promise<Tested> {
  const checks: SelfTestCheck[] = [];
  for (const { check, ask, withinMs } of questions(subject, limits)) {
    const found = await answerOf(check, ask, { signal: limits.signal, timeoutMs: withinMs });
    checks.push(found);
    if (!found.ok) return { passed: false, checks };
  }
  return { passed: true, checks };
}

interface Question {
  readonly check: SelfTestCheck['check'];
  readonly withinMs: number;
  /** @returns what was found, in a sentence. */
  ask(limits: Limits): Promise<string>;
}

function questions(subject: SelfTestSubject, { echoWithinMs, screenWithinMs }: SelfTestLimits): readonly Question[] {
  const { phone, apps } = subject;
  return [
    { check: 'answer', withinMs: echoWithinMs, ask: async (limits) => await echo(phone, limits) },
    { check: 'android', withinMs: QUESTION_MS, ask: async (limits) => await android(phone, limits) },
    { check: 'storage', withinMs: QUESTION_MS, ask: async (limits) => await storage(phone, limits) },
    {
      check: 'screen',
      withinMs: QUESTION_MS,
      ask: async (limits) => {
        await phone.wake(limits);
        return 'Its screen is lit and has no lock.';
      },
    },
    { check: 'app', withinMs: QUESTION_MS, ask: async (limits) => await installed(phone, apps, limits) },
    { check: 'uiautomator2', withinMs: screenWithinMs, ask: async (limits) => await seesScreen(subject, limits) },
  ];
}

async function echo(phone: Phone, limits: Limits): Promise<string> {
  const askedAt = performance.now();
  await phone.echo(limits);
  return `It answers, after ${Math.round(performance.now() - askedAt)} ms.`;
}

async function android(phone: Phone, limits: Limits): Promise<string> {
  const { manufacturer, model, androidVersion } = await phone.facts(limits);
  return `${manufacturer} ${model}, Android ${androidVersion}.`;
}

async function storage(phone: Phone, limits: Limits): Promise<string> {
  const free = await phone.freeBytes(SHARED_STORAGE, limits);
  const words = `${Math.floor(free / MEBIBYTE)} MiB are free`;
  if (free < LEAST_FREE_BYTES)
    throw new PostwrightError('DEVICE_STORAGE_FULL', `${words}; at least ${LEAST_FREE_BYTES / MEBIBYTE} are needed.`);
  return `${words}.`;
}

async function installed(phone: Phone, apps: readonly AppName[], limits: Limits): Promise<string> {
  const found: string[] = [];
  for (const app of apps) {
    const { version } = await findApp(phone, DRIVERS[app], limits);
    found.push(`${DRIVERS[app].title} ${version}`);
  }
  return found.length === 0 ? 'No app is used on it yet.' : `${found.join(', ')}.`;
}

async function seesScreen({ phone, openScreen }: SelfTestSubject, limits: Limits): Promise<string> {
  const screen = await openScreen(limits.signal);
  const { root } = await screen.tree({ signal: limits.signal, timeoutMs: Math.min(limits.timeoutMs, TREE_MS) });
  if (root.children.length === 0)
    throw new PostwrightError('UIA2_UNAVAILABLE', `UiAutomator2 sees nothing on ${phone.serial}.`);
  return 'UiAutomator2 sees the screen.';
}

/** Above the 10 s that UiAutomator2 itself may wait (facts 2.8). */
const TREE_MS = 20_000;

async function answerOf(check: SelfTestCheck['check'], ask: Question['ask'], limits: Limits): Promise<SelfTestCheck> {
  const over = AbortSignal.any([limits.signal, AbortSignal.timeout(limits.timeoutMs)]);
  try {
    return { check, ok: true, message: await ask({ signal: over, timeoutMs: limits.timeoutMs }), remedy: null };
  } catch (error) {
    limits.signal.throwIfAborted();
    if (over.aborted) return failed(check, new PostwrightError('DEVICE_TIMEOUT'));
    if (!(error instanceof PostwrightError)) throw error;
    return failed(check, error);
  }
}

function failed(check: SelfTestCheck['check'], { errorName, message }: PostwrightError): SelfTestCheck {
  return { check, ok: false, code: errorName, message, remedy: ERRORS[errorName].remedy };
}
