import { type CryptoKey, exportJWK, generateKeyPair, importJWK, importSPKI, type JWK } from 'jose';
import { PostwrightError } from '../errors.ts';

/** RFC 8037: an Ed25519 key is an octet key pair; `x` is the public half, `d` the private one, both base64url. */
const ED25519 = Object.freeze({ kty: 'OKP', crv: 'Ed25519' });
export const ALGORITHM = 'EdDSA';

export interface IssuerKeys {
  /** What servers are configured with: 43 characters. */
  readonly publicKey: string;
  /** Who has this can issue licences: 43 characters. */
  readonly privateKey: string;
}

export async function makeIssuerKeys(): Promise<IssuerKeys> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const { x, d } = await exportJWK(privateKey);
  return { publicKey: half(x), privateKey: half(d) };
}

function half(value: string | undefined): string {
  if (value === undefined) throw new Error('An Ed25519 key lacks one of its halves');
  return value;
}

/**
 * @param text as "license keygen" prints it, or the same key as a JWK or in PEM (SPKI), as other tools write it.
 * @throws LICENSE_INVALID when it is no public key.
 */
export async function readPublicKey(text: string): Promise<CryptoKey> {
  const refusal = 'license-issuer is no public key of "license keygen"';
  const written = text.trim();
  if (!written.startsWith('-----BEGIN')) return await read(() => importJWK(publicJwk(written), ALGORITHM), refusal);
  return await read(() => importSPKI(written, ALGORITHM), refusal);
}

function publicJwk(written: string): JWK {
  const { x } = written.startsWith('{') ? (JSON.parse(written) as JWK) : { x: written };
  // Only the public half, whatever else the JWK holds.
  return x === undefined ? ED25519 : { ...ED25519, x };
}

/** @throws LICENSE_INVALID when the two are no pair. */
export function readPrivateKey({ publicKey, privateKey }: IssuerKeys): Promise<CryptoKey> {
  const jwk = { ...ED25519, x: publicKey.trim(), d: privateKey.trim() };
  return read(() => importJWK(jwk, ALGORITHM), 'this is no key of "license keygen"');
}

async function read(load: () => Promise<CryptoKey | Uint8Array>, refusal: string): Promise<CryptoKey> {
  try {
    const key = await load();
    if (key instanceof Uint8Array) throw new Error('it is a symmetric key');
    return key;
  } catch (cause) {
    throw new PostwrightError('LICENSE_INVALID', refusal, { cause });
  }
}
