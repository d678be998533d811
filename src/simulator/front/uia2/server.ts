import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import { type FaultBook, type FaultOrder, type Place, variantOf } from '../../fault-orders.ts';
import { goStale } from '../windows/go-stale.ts';
import { ACTION_ROUTES } from './actions.ts';
import { ALERT_ROUTES } from './alert-routes.ts';
import { DEVICE_ROUTES } from './device-routes.ts';
import { ELEMENT_ROUTES } from './element-routes.ts';
import { Uia2Error, UNKNOWN_COMMAND_MESSAGE } from './errors.ts';
import { GESTURE_ROUTES } from './gestures.ts';
import type { Hands } from './hands.ts';
import type { PhoneUi } from './phone-ui.ts';
import { matchRoute, type Route } from './routes.ts';
import { capabilitiesOf, Session } from './session.ts';

const BODY_LIMIT_BYTES = 65_536;
const KEEP_ALIVE_MS = 60_000;
/** Between the answer to DELETE session and the end of the server. */
const STOP_DELAY_MS = 15;
/** The server waits no longer than this for a screen to rest, whatever is set. */
const IDLE_LIMIT_MS = 10_000;
/** What such a wait takes per pace, so that it is felt but does not stop a test suite. */
const IDLE_WAIT_FACTOR = { instant: 0.02, brisk: 0.1, real: 1 } as const;

const VERSION = { version: '10.6.6', versionCode: 278 };
const ROUTES: readonly Route[] = [
  ...ELEMENT_ROUTES,
  ...GESTURE_ROUTES,
  ...ACTION_ROUTES,
  ...DEVICE_ROUTES,
  ...ALERT_ROUTES,
];

interface ServerOptions {
  readonly ui: PhoneUi;
  readonly faults: FaultBook;
  readonly hands: Hands;
  /** DELETE session ended it. */
  readonly stopped: () => void;
  /** The process died while serving. */
  readonly crashed: () => void;
}

interface Answer {
  readonly status: number;
  readonly sessionId: string | null;
  readonly value: unknown;
}

/** The HTTP server of appium-uiautomator2-server (facts 2.3 to 2.6). */
export class Uia2Server {
  readonly #options: ServerOptions;
  readonly #http: Server;
  readonly #connections = new Set<Duplex>();
  #session: Session | null = null;
  #isUiConnected = true;
  #isClosed = false;
  /** While requests are taken and not answered. */
  #stuck: { readonly over: Promise<void>; readonly variant: string; readonly end: () => void } | null = null;
  /** One request at a time works on the screen. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#http = createServer(
      { keepAliveTimeout: KEEP_ALIVE_MS },
      (request, response) => void this.#serve(request, response),
    );
  }

  /** The phone's side takes one end, the caller gets the other. */
  connect(): Duplex {
    const [outside, inside] = duplexPair();
    this.#connections.add(inside);
    // A stream that is no socket has no timeout of its own for node:http to use.
    const idle = setTimeout(() => inside.destroy(), KEEP_ALIVE_MS).unref();
    inside.on('data', () => idle.refresh());
    inside.on('close', () => {
      clearTimeout(idle);
      this.#connections.delete(inside);
    });
    inside.on('error', () => inside.destroy());
    this.#http.emit('connection', inside);
    return outside;
  }

  /** UI calls fail from now on while /status goes on saying ready (facts 2.2). */
  loseUi(): void {
    this.#isUiConnected = false;
  }

  /** What happens when the charger goes: the setting is on by default (facts 2.4). */
  get stopsWithoutPower(): boolean {
    return this.#session === null || this.#session.settings.flag('shutdownOnPowerDisconnect');
  }

  /** Ends as after DELETE session: the answer still gets out. */
  stop(): void {
    this.#session = null;
    setTimeout(() => this.#options.stopped(), STOP_DELAY_MS).unref();
  }

  close(): void {
    this.#isClosed = true;
    this.#stuck?.end();
    for (const connection of this.#connections) connection.destroy();
    this.#connections.clear();
    this.#http.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    const method = request.method ?? 'GET';
    const path = (request.url ?? '/').replace(/^\/wd\/hub(?=\/)/, '').replace(/\?.*$/, '');
    const body = await readBody(request);
    if (body === 'too large') {
      response.writeHead(413, { Connection: 'close' }).end();
      return;
    }
    if (this.#options.hands.isSecond(method, path))
      this.#options.ui.touchedByTwo(`${method} ${path}${summaryOf(body)}`);
    const answer = await this.#inTurn(method, path, body);
    this.#log(
      `${method} ${path}${summaryOf(body)} → ${answer === null ? 'crash' : answer.status}`,
      performance.now() - began,
    );
    if (answer === null) this.#options.crashed();
    else send(response, answer);
  }

  /** A server whose screen is stuck may go on saying that it is ready. */
  async #inTurn(method: string, path: string, body: string): Promise<Answer | null> {
    if (this.#stuck?.variant === 'screen' && path === '/status') return await this.#answer(method, path, body);
    const work = this.#queue.then(() => this.#answer(method, path, body));
    this.#queue = work.catch(() => {});
    return await work;
  }

  /** What is asked from now on waits; when the hang is over it is done, late, whether or not its client still waits. */
  #hang(order: FaultOrder): void {
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const madeGood = this.#options.faults.last(order, () => {
      this.#stuck = null;
      resolve();
    });
    const end = (): void => {
      madeGood();
      resolve();
    };
    this.#stuck = { over, variant: variantOf(order), end };
  }

  async #answer(method: string, path: string, body: string): Promise<Answer | null> {
    try {
      return await this.#dispatch(method, path, body);
    } catch (thrown) {
      const error = thrown instanceof Uia2Error ? thrown : new Uia2Error('unknown error', String(thrown));
      const value = { error: error.error, message: error.message, stacktrace: error.javaStack };
      return { status: error.status, sessionId: this.#session?.id ?? 'None', value };
    }
  }

  async #dispatch(method: string, path: string, body: string): Promise<Answer | null> {
    if (method === 'GET' && path === '/status') {
      const message = 'UiAutomator2 Server is ready to accept commands';
      return { status: 200, sessionId: 'None', value: { ready: true, message, build: VERSION } };
    }
    if (method === 'GET' && path === '/sessions') return { status: 200, sessionId: 'None', value: this.#sessions() };
    if (method === 'POST' && path === '/session') return this.#newSession(parsed(body));
    const [, sessionId = '', , below = ''] = /^\/session\/([^/]+)(\/(.*))?$/.exec(path) ?? [];
    if (sessionId === '') throw new Uia2Error('unknown command', UNKNOWN_COMMAND_MESSAGE);
    const session = this.#requireSession(sessionId);
    if (below === '') return this.#sessionItself(method, session);
    return this.#command(session, { method, path: below, body });
  }

  async #command(session: Session, request: { method: string; path: string; body: string }): Promise<Answer | null> {
    const { method, path, body } = request;
    const match = matchRoute(ROUTES, method, path);
    if (match === null) throw new Uia2Error('unknown command', UNKNOWN_COMMAND_MESSAGE);
    if (match === 'wrong method') throw new Uia2Error('unknown method', UNKNOWN_COMMAND_MESSAGE);
    const { route, params } = match;
    const { ui, faults } = this.#options;
    const at = { request: `${method} /${route.path}` };
    faults.arrive(at);
    if (faults.strike('uia2_crash', at) !== null) return null;
    const hang = faults.strike('uia2_hang', at);
    if (hang !== null && this.#stuck === null) this.#hang(hang);
    if (this.#stuck !== null) await this.#stuck.over;
    if (this.#isClosed) return null;
    if (faults.strike('uia2_disconnected', at) !== null) this.loseUi();
    const slow = faults.strike('slow', at);
    if (slow !== null) await ui.machine.time.wait(slow.ms_per_request ?? 0, { always: true });
    if (!this.#isUiConnected && !route.path.includes('settings')) {
      throw new Uia2Error('unknown error', 'java.lang.IllegalStateException: UiAutomation not connected!');
    }
    if (route.waitsForIdle === true) await this.#waitForIdle(session, at);
    this.#goStale(at);
    const value = await route.handle({ ui, session, body: parsed(body), params });
    return { status: 200, sessionId: session.id, value: value ?? null };
  }

  /** What the request is going to change does not show: not at all, or not before the app has come to where it was ordered. */
  #goStale(at: Place): void {
    const { ui, faults } = this.#options;
    if (!faults.awaits('stale_tree')) return;
    ui.windows.seen.remember(ui.windows.seenTree());
    const order = faults.strike('stale_tree', at);
    if (order !== null) goStale(ui.windows, faults, order);
  }

  #newSession(body: unknown): Answer {
    const { ui, hands } = this.#options;
    this.#session = new Session(ui, capabilitiesOf(body));
    hands.pass(this.#session.id);
    const { id, capabilities } = this.#session;
    return { status: 200, sessionId: id, value: { sessionId: id, capabilities } };
  }

  #sessionItself(method: string, session: Session): Answer {
    if (method === 'GET') return { status: 200, sessionId: session.id, value: session.capabilities };
    if (method !== 'DELETE') throw new Uia2Error('unknown method', UNKNOWN_COMMAND_MESSAGE);
    this.stop();
    return { status: 200, sessionId: session.id, value: null };
  }

  #requireSession(id: string): Session {
    if (this.#session?.id === id) return this.#session;
    throw new Uia2Error('invalid session id', `The session identified by ${id} is not known`);
  }

  #sessions(): unknown {
    if (this.#session === null) return [];
    const { id, capabilities } = this.#session;
    return [{ id, sessionId: id, capabilities }];
  }

  /** A screen that moves all the time is waited for until the limit, in vain. */
  async #waitForIdle(session: Session, at: Place): Promise<void> {
    const { ui, faults } = this.#options;
    const isRestless = faults.strike('not_idle', at) !== null || ui.windows.top.neverIdle;
    const timeoutMs = Math.min(session.settings.waitForIdleTimeoutMs, IDLE_LIMIT_MS);
    if (timeoutMs <= 0 || !isRestless) return;
    await ui.machine.time.wait(timeoutMs * IDLE_WAIT_FACTOR[ui.pace], { always: true });
  }

  #log(what: string, durationMs: number): void {
    this.#options.ui.machine.log.add({ kind: 'uia2', what, durationMs: Math.round(durationMs) });
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length > BODY_LIMIT_BYTES) return 'too large';
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(body: string): unknown {
  if (body === '') return {};
  try {
    return JSON.parse(body) as unknown;
  } catch (cause) {
    const error = new Uia2Error('invalid argument', `The request body is not valid JSON`);
    error.cause = cause;
    throw error;
  }
}

/** What a log line says of a body: the start of it. */
function summaryOf(body: string): string {
  const LOGGED_CHARACTERS = 160;
  return body === '' || body === '{}' ? '' : ` ${body.slice(0, LOGGED_CHARACTERS)}`;
}

function send(response: ServerResponse, { status, sessionId, value }: Answer): void {
  const body = Buffer.from(JSON.stringify({ sessionId, value }));
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=UTF-8',
    'Content-Encoding': 'identity',
    'Cache-Control': 'no-store',
    'Content-Length': body.length,
  });
  response.end(body);
}
