import { PostwrightError } from '../errors.ts';

/** The server answered no: `error` and `message` are its own (W3C WebDriver error codes). */
export class Uia2AnswerError extends Error {
  readonly error: string;

  constructor(error: string, message: string) {
    super(message);
    this.name = 'Uia2AnswerError';
    this.error = error;
  }
}

/** There was no answer. */
export class Uia2LostError extends Error {
  /** Whether the request may have reached the server, and so have acted. */
  readonly wasSent: boolean;

  constructor(wasSent: boolean, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(wasSent ? `The answer was lost: ${reason}` : `No connection: ${reason}`, { cause });
    this.name = 'Uia2LostError';
    this.wasSent = wasSent;
  }
}

/** What is to be done about a failed request before it can be sent again. */
export type Remedy = 'new server' | 'new session' | 'wait and ask again' | 'none';

/**
 * What helps against an error. After a glitch of ADB the server goes on answering, but has lost its hold on the UI
 * (`UiAutomation not connected!`); only a new instrumentation helps then.
 * https://github.com/appium/appium/issues/13741
 */
export function remedyFor(error: unknown): Remedy {
  if (error instanceof Uia2LostError) return 'new server';
  if (!(error instanceof Uia2AnswerError)) return 'none';
  if (/UiAutomation not connected/i.test(error.message)) return 'new server';
  if (error.error === 'invalid session id') return 'new session';
  if (/waiting for the root AccessibilityNodeInfo/i.test(error.message)) return 'wait and ask again';
  return 'none';
}

/** A UIA2_UNAVAILABLE; `mayHaveActed` marks a touch or a text whose answer was lost, so that nobody repeats it. */
export function uia2Unavailable(message: string, cause: unknown, mayHaveActed = false): PostwrightError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const warning = mayHaveActed ? ' (mayHaveActed: the phone may have done it)' : '';
  return new PostwrightError('UIA2_UNAVAILABLE', `${message}${warning}: ${reason}`, { cause, data: { mayHaveActed } });
}
