import { jwtVerify, SignJWT } from 'jose';
import { PLANS, type PlanName } from '../contract/license.ts';
import { PostwrightError } from '../errors.ts';
import { ALGORITHM, type IssuerKeys, readPrivateKey, readPublicKey } from './keys.ts';

/** What a licence says. */
export interface License {
  readonly plan: PlanName;
  /** Null: unlimited. */
  readonly deviceLimit: number | null;
  readonly holder: string;
  /** From then on the plan is Starter. Null: never. */
  readonly expiresAt: Date | null;
}

/** @returns a signed token (JWT): `plan`, `device_limit`, `sub` (the holder), `iat`, `exp`. */
export async function issueLicense(license: License, keys: IssuerKeys): Promise<string> {
  const { plan, deviceLimit, holder, expiresAt } = license;
  const token = new SignJWT({ plan, device_limit: deviceLimit })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(holder)
    .setIssuedAt();
  if (expiresAt !== null) token.setExpirationTime(expiresAt);
  return token.sign(await readPrivateKey(keys));
}

/**
 * Reads a token that this issuer signed; an expired one too, since it still says whose it was.
 * @param issuer the public key.
 * @throws LICENSE_INVALID saying why it cannot be trusted.
 */
export async function readLicense(token: string, issuer: string): Promise<License> {
  const key = await readPublicKey(issuer);
  try {
    // As of 1970 nothing has expired: expiry is a matter of the plan, not of trust.
    const { payload } = await jwtVerify(token.trim(), key, { algorithms: [ALGORITHM], currentDate: new Date(0) });
    return {
      plan: planOf(payload.plan),
      deviceLimit: limitOf(payload.device_limit),
      holder: payload.sub ?? '',
      expiresAt: payload.exp === undefined ? null : new Date(payload.exp * 1000),
    };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PostwrightError('LICENSE_INVALID', `The licence was not issued with this key, or was changed: ${why}.`, {
      cause,
    });
  }
}

function planOf(claim: unknown): PlanName {
  const plan = PLANS.find((name) => name === claim);
  if (plan === undefined) throw new Error(`there is no plan ${JSON.stringify(claim)}`);
  return plan;
}

function limitOf(claim: unknown): number | null {
  if (claim === null || claim === undefined) return null;
  if (!Number.isSafeInteger(claim) || Number(claim) < 0)
    throw new Error(`${JSON.stringify(claim)} is no number of devices`);
  return Number(claim);
}
