import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';

import type { Clock } from '../kit/clock.ts';

const MS_PER_DAY = 86_400_000;
const VALID_DAYS = 30;

export interface SessionOptions {
  /** Of this data directory alone; it outlives the server's process, and sessions with it. */
  readonly secret: Uint8Array;
  /** Whoever signed in with an earlier key is not signed in any more. */
  readonly apiKey: string | null;
  readonly clock: Clock;
}

/**
 * Sessions of the console. A session is a cookie that says when it began, sealed by an HMAC, so that nothing need be kept.
 * It is HttpOnly and SameSite=Strict: neither a script nor a page of another site can use it.
 */
export class Sessions {
  readonly #key: Uint8Array;
  readonly #clock: Clock;
  /** Servers on other ports of this host get their own, since cookies know no ports. */
  readonly #cookie: string;

  constructor({ secret, apiKey, clock }: SessionOptions) {
    this.#key = createHmac('sha256', secret)
      .update(apiKey ?? '')
      .digest();
    this.#clock = clock;
    this.#cookie = `postwright_${createHash('sha256').update(secret).digest('hex').slice(0, 8)}`;
  }

  /** @returns the value of a Set-Cookie header that begins a session. */
  begin(): string {
    const begunAt = String(this.#clock.now().getTime());
    return this.#setCookie(`${begunAt}.${this.#seal(begunAt)}`, (VALID_DAYS * MS_PER_DAY) / 1000);
  }

  /** @returns the value of a Set-Cookie header that ends one. */
  end(): string {
    return this.#setCookie('', 0);
  }

  isIn({ cookie = '' }: IncomingHttpHeaders): boolean {
    const [begunAt = '', seal = ''] = (parseCookie(cookie)[this.#cookie] ?? '').split('.');
    const wanted = Buffer.from(this.#seal(begunAt));
    const sent = Buffer.from(seal);
    if (sent.length !== wanted.length || !timingSafeEqual(sent, wanted)) return false;
    return this.#clock.now().getTime() - Number(begunAt) < VALID_DAYS * MS_PER_DAY;
  }

  #seal(begunAt: string): string {
    return createHmac('sha256', this.#key).update(begunAt).digest('base64url');
  }

  #setCookie(value: string, maxAge: number): string {
    return stringifySetCookie({
      name: this.#cookie,
      value,
      maxAge,
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
    });
  }
}
