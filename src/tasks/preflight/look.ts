import { ERRORS, PostwrightError } from '../../errors.ts';
import { examinePhone, type PhoneCondition, type Wanted } from '../../scripts/examine.ts';
import type { Scripts } from '../../scripts/registry.ts';
import type { AppName, AttemptContext, Plan } from '../../scripts/script.ts';
import { getDevice } from '../../storage/devices.ts';
import type { PhoneLook, SignedInLook } from './judge.ts';
import { SignedInLooks, type SignedInParts } from './signed-in.ts';

type Phone = AttemptContext['phone'];

export interface LookParts extends SignedInParts {
  readonly supportOf: Scripts['supportOf'];
  readonly loadScript: Wanted['loadScript'];
  /** The handle of a phone that is there now. */
  phone(serial: string): Phone | undefined;
  /** Why nothing is asked of a phone that is there; null when it can be. */
  troubleOf(serial: string): string | null;
}

export interface LookTask {
  readonly plan: Plan;
  readonly scriptName: string;
}

export interface LookOptions {
  readonly signal: AbortSignal;
  /** Asks for who is signed in even if that is known from a while ago. */
  readonly anew: boolean;
}

/** A question takes a healthy phone well under a second. */
const QUESTION_MS = 10_000;

/** Asks one phone all that several tasks want to know of it. */
export class PhoneLooks {
  readonly #parts: LookParts;
  readonly #signedIn: SignedInLooks;

  constructor(parts: LookParts) {
    this.#parts = parts;
    this.#signedIn = new SignedInLooks(parts);
  }

  /** What was known of a phone that went away may have changed when it is back. */
  forget(serial: string): void {
    this.#signedIn.forget(serial);
  }

  /** @throws the signal's reason when that fires. */
  async look(serial: string, tasks: readonly LookTask[], { signal, anew }: LookOptions): Promise<PhoneLook> {
    const phone = this.#parts.phone(serial);
    if (phone === undefined) return { absence: await this.#absenceOf(serial) };
    const trouble = this.#parts.troubleOf(serial);
    if (trouble !== null) return { absence: { message: trouble, remedy: SELF_TEST } };
    const plans = tasks.map(({ plan }) => plan);
    const apps = [...new Set(plans.flatMap((plan) => (plan.kind === 'custom' ? [] : [plan.app])))];
    const custom = tasks.flatMap(({ plan, scriptName }) => (plan.kind === 'custom' ? [scriptName] : []));
    const wanted = { apps, scripts: [...new Set(custom)], loadScript: this.#parts.loadScript };
    const options = { signal: AbortSignal.any([signal, phone.gone]), anew };
    try {
      const condition = await examinePhone(phone, wanted, { signal: options.signal, timeoutMs: QUESTION_MS });
      const signedIn = new Map<AppName, SignedInLook>();
      for (const app of apps) {
        const names = plans.flatMap((plan) =>
          plan.kind !== 'custom' && plan.app === app ? (plan.username ?? []) : [],
        );
        signedIn.set(app, await this.#signedInTo({ serial, app, condition, wanted: names }, options));
      }
      return { condition, signedIn };
    } catch (error) {
      signal.throwIfAborted();
      const known = phone.gone.aborted ? phone.gone.reason : error;
      if (!(known instanceof PostwrightError)) throw error;
      return {
        absence: { code: known.errorName, message: known.message, remedy: ERRORS[known.errorName].remedy },
      };
    }
  }

  async #signedInTo({ serial, app, condition, wanted }: AppQuestion, options: LookOptions): Promise<SignedInLook> {
    const version = condition.apps.get(app);
    const language = 'answer' in condition.language ? condition.language.answer : null;
    if (version === undefined || 'trouble' in version) return { skipped: 'The app could not be looked at.' };
    if (this.#parts.supportOf(app, { version: version.answer, language }) !== null)
      return { skipped: 'The flows are not for this phone, so the app was not opened.' };
    return await this.#signedIn.look(serial, app, { ...options, wanted });
  }

  async #absenceOf(serial: string): Promise<{ code?: string; message: string; remedy: string }> {
    const { state, last_seen_at: seenAt } = await getDevice(this.#parts.db, serial);
    if (state === 'unauthorized') {
      const { sentence, remedy } = ERRORS.DEVICE_UNAUTHORIZED;
      return { code: 'DEVICE_UNAUTHORIZED', message: sentence, remedy };
    }
    const message =
      state === 'absent' || state === 'device'
        ? `${serial} is not connected; it was last seen at ${seenAt.toISOString()}.`
        : `ADB calls ${serial} "${state}".`;
    return { message, remedy: 'Check the cable, the hub and the phone; unplug it and plug it in again.' };
  }
}

const SELF_TEST = 'Look at its history at GET /device/{serial}; mend it, and ask for POST /device/{serial}/self-test.';

interface AppQuestion {
  readonly serial: string;
  readonly app: AppName;
  readonly condition: PhoneCondition;
  readonly wanted: readonly string[];
}
