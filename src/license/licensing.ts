import type { LicenseCheck, PlanName } from '../contract/license.ts';
import type { LicenseDetails, LicenseState } from '../contract/settings.ts';
import { PostwrightError } from '../errors.ts';
import type { Clock } from '../kit/clock.ts';
import type { Reader } from '../storage/database.ts';
import { listDevices } from '../storage/devices.ts';
import { findToken, type LicensePlace } from './find.ts';
import { readPublicKey } from './keys.ts';
import { type License, readLicense } from './token.ts';

export interface LicensingParts extends LicensePlace {
  /** The public key licences are checked against; null where nobody issues any. */
  readonly licenseIssuer: string | null;
  readonly clock: Clock;
}

/** What was found at the start. Only the clock changes what it amounts to. */
type Found =
  | { readonly kind: 'not-needed' }
  | { readonly kind: 'missing' | 'unusable'; readonly why: string }
  | { readonly kind: 'licence'; readonly licence: License };

const ENABLED = 'API access enabled';

/** What the plan allows. Without an issuer everything; without a valid licence of its issuer, the Starter plan. */
export class Licensing {
  readonly #found: Found;
  readonly #clock: Clock;

  private constructor(found: Found, clock: Clock) {
    this.#found = found;
    this.#clock = clock;
  }

  /** Reads the licence once. @throws LICENSE_INVALID when the issuer's key is none. */
  static async open(parts: LicensingParts): Promise<Licensing> {
    return new Licensing(await find(parts), parts.clock);
  }

  /** What GET /license/check says, as of now. */
  check(): LicenseCheck {
    const found = this.#found;
    if (found.kind === 'not-needed') return allowing('Business', null, ENABLED);
    if (found.kind !== 'licence') return allowing('Starter', null, found.why);
    const { plan, deviceLimit, expiresAt } = found.licence;
    if (expiresAt !== null && this.#isOver(found.licence)) {
      const message = `The ${plan} licence expired on ${expiresAt.toISOString()}: the plan is Starter, which has no API access`;
      return allowing('Starter', deviceLimit, message);
    }
    return allowing(plan, deviceLimit, plan === 'Starter' ? 'The Starter plan has no API access' : ENABLED);
  }

  #isOver({ expiresAt }: License): boolean {
    return expiresAt !== null && expiresAt.getTime() <= this.#clock.now().getTime();
  }

  #state(): LicenseState {
    const found = this.#found;
    if (found.kind === 'licence') return this.#isOver(found.licence) ? 'expired' : 'valid';
    return found.kind === 'not-needed' ? 'not_needed' : found.kind;
  }

  /** The same, with whose licence it is. */
  details(): LicenseDetails {
    const licence = this.#found.kind === 'licence' ? this.#found.licence : null;
    return {
      ...this.check(),
      state: this.#state(),
      required: this.#found.kind !== 'not-needed',
      holder: licence?.holder ?? null,
      expires_at: licence?.expiresAt?.toISOString() ?? null,
    };
  }

  /**
   * Whether tasks may be created for these phones. The plan covers the phones that were seen first, of those that are
   * there or asked for: a phone that was put away makes room.
   * @throws PLAN_REFUSED naming the limit and the phones beyond it.
   */
  async checkDevices(db: Reader, serials: readonly string[]): Promise<void> {
    const { device_limit: limit, plan_name: plan } = this.check();
    if (limit === null) return;
    const wanted = new Set(serials);
    const counted = (await listDevices(db)).filter(
      ({ serial, state, retired_at: retiredAt }) => (state !== 'absent' && retiredAt === null) || wanted.has(serial),
    );
    const covered = new Set(counted.slice(0, limit).map(({ serial }) => serial));
    const surplus = [...wanted].filter((serial) => !covered.has(serial));
    if (surplus.length === 0) return;
    throw new PostwrightError(
      'PLAN_REFUSED',
      `The ${plan} licence allows ${limit} ${limit === 1 ? 'phone' : 'phones'}, those seen first. Beyond that: ${surplus.join(', ')}.`,
      { data: { device_limit: limit, serials: surplus } },
    );
  }
}

function allowing(plan: PlanName, deviceLimit: number | null, message: string): LicenseCheck {
  return { plan_name: plan, api_enabled: plan !== 'Starter', device_limit: deviceLimit, message };
}

async function find(parts: LicensingParts): Promise<Found> {
  const { licenseIssuer } = parts;
  if (licenseIssuer === null) return { kind: 'not-needed' };
  // A wrong key is a mistake in the settings, to be told at the start and not to every caller.
  await readPublicKey(licenseIssuer);
  try {
    const token = await findToken(parts);
    if (token === null)
      return { kind: 'missing', why: 'No licence is installed: the plan is Starter, which has no API access' };
    return { kind: 'licence', licence: await readLicense(token, licenseIssuer) };
  } catch (error) {
    if (!(error instanceof PostwrightError)) throw error;
    return { kind: 'unusable', why: `${error.message} The plan is Starter, which has no API access` };
  }
}
