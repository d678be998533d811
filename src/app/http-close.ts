/** What answering a call takes at most when nobody holds it up. */
const CALLS_GRACE_MS = 3_000;

/** The HTTP server of the API, as far as closing it goes. */
export interface Closable {
  close(): Promise<unknown>;
  readonly server: { closeAllConnections(): void };
}

/**
 * Answers the calls in hand and closes; callers that never end their request, or whose call waits for a phone, are cut
 * off after a while, so that they do not take the time in which running attempts are settled.
 */
export async function closeHttp(http: Closable): Promise<void> {
  const timer = setTimeout(() => http.server.closeAllConnections(), CALLS_GRACE_MS);
  try {
    await http.close();
  } finally {
    clearTimeout(timer);
  }
}
