/** Routes that touch the phone; all others only look. */
const TOUCHING =
  /^POST (?:element\/[^/]+\/(?:click|clear|value)|keys|actions|back|appium\/gestures\/.+|appium\/device\/(?:long_)?press_keycode|alert\/(?:accept|dismiss)|gestures\/.+)$/;

/**
 * Who has his hands on a phone: whoever opened the last session. Somebody who touches it under an older one, after that
 * one was replaced, is a second owner who has not noticed that he is one no longer, whether or not he gets through.
 */
export class Hands {
  readonly #former = new Set<string>();
  #current: string | null = null;

  /** A session begins; its predecessor's time is over. */
  pass(sessionId: string): void {
    if (this.#current !== null) this.#former.add(this.#current);
    this.#current = sessionId;
  }

  /** @returns whether the request is the touch of a former owner. */
  isSecond(method: string, path: string): boolean {
    const [, sessionId = '', below = ''] = /^\/session\/([^/]+)\/(.*)$/.exec(path) ?? [];
    return this.#former.has(sessionId) && TOUCHING.test(`${method} ${below}`);
  }
}
