import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Control, Rack } from '../rack-types.ts';
import { ControlError, type Reply } from './reply.ts';
import { PHONE_ROUTES, RACK_ROUTES } from './routes.ts';

const BODY_LIMIT_BYTES = 65_536;
/** What a Host header may name: anything else is a web page that had its name point here. */
const LOOPBACK_NAMES = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** Starts the rack's control API on loopback; port 0 picks a free one. @throws the listen error, EADDRINUSE above all. */
export async function startControl(rack: Rack, port: number): Promise<Control> {
  const server = createServer((request, response) => void serve(rack, request, response));
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await listening;
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    stop: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

async function serve(rack: Rack, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    send(response, await answer(rack, request));
  } catch (error) {
    const status = error instanceof ControlError ? error.status : 500;
    send(response, { status, json: { error: error instanceof Error ? error.message : String(error) } });
  }
}

async function answer(rack: Rack, request: IncomingMessage): Promise<Reply> {
  if (!LOOPBACK_NAMES.test(request.headers.host ?? '')) {
    throw new ControlError(403, 'Host: the control API answers to loopback names only');
  }
  const method = request.method ?? 'GET';
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const path = pathname.replace(/(?<=.)\/$/, '');
  const rackRoute = RACK_ROUTES[`${method} ${path}`];
  if (rackRoute !== undefined) return rackRoute(rack, { body: await bodyOf(request), query: searchParams });
  const [, serial = '', below = ''] = /^\/phones\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  const known = serial === '' ? Object.keys(RACK_ROUTES) : Object.keys(PHONE_ROUTES);
  const phoneRoute = serial === '' ? undefined : PHONE_ROUTES[`${method} ${below}`];
  if (phoneRoute === undefined) throw notServed({ known, method, below: serial === '' ? path : below, path });
  const phone = rack.phone(decodeURIComponent(serial));
  if (phone === null) throw new ControlError(404, `No phone has the serial ${serial}; GET /phones lists them`);
  return phoneRoute(phone, await bodyOf(request));
}

interface Miss {
  readonly known: readonly string[];
  readonly method: string;
  readonly below: string;
  readonly path: string;
}

function notServed({ known, method, below, path }: Miss): ControlError {
  const methods = known
    .filter((route) => route.slice(route.indexOf(' ') + 1) === below)
    .map((route) => route.split(' ')[0]);
  if (methods.length === 0) return new ControlError(404, `There is no ${path} here`);
  return new ControlError(405, `${method} ${path}: use ${methods.join(' or ')}`);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length > BODY_LIMIT_BYTES) throw new ControlError(413, `body: at most ${BODY_LIMIT_BYTES} bytes`);
    chunks.push(bytes);
  }
  if (length === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch (cause) {
    const error = new ControlError(400, 'body: not valid JSON');
    error.cause = cause;
    throw error;
  }
}

function send(response: ServerResponse, reply: Reply): void {
  const isPicture = 'png' in reply;
  const body = isPicture ? reply.png : Buffer.from(`${JSON.stringify(reply.json)}\n`);
  response.writeHead(reply.status, {
    'Content-Type': isPicture ? 'image/png' : 'application/json; charset=utf-8',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  });
  response.end(body);
}
