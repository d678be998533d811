import type { PhoneUi } from './phone-ui.ts';
import type { Session } from './session.ts';

/** What a handler gets: the phone, the session, the body, and the parts of the path that the route left open. */
export interface Call {
  readonly ui: PhoneUi;
  readonly session: Session;
  readonly body: unknown;
  readonly params: Readonly<Record<string, string>>;
}

type Handler = (call: Call) => unknown;

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/session/:sessionId/`, with `:name` for open parts. */
  readonly path: string;
  readonly handle: Handler;
  /** Waits for the screen to come to rest before it looks at it. */
  readonly waitsForIdle?: boolean;
}

interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The route for a path below the session; `wrong method` when the path exists for other methods only. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match | 'wrong method' | null {
  const parts = path.split('/');
  let isKnownPath = false;
  for (const route of routes) {
    const params = paramsOf(route.path.split('/'), parts);
    if (params === null) continue;
    if (route.method === method) return { route, params };
    isKnownPath = true;
  }
  return isKnownPath ? 'wrong method' : null;
}

function paramsOf(pattern: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const actual = parts[index] ?? '';
    if (expected.startsWith(':')) params[expected.slice(1)] = decodeURIComponent(actual);
    else if (expected !== actual) return null;
  }
  return params;
}
