import { once } from 'node:events';
import net from 'node:net';

type ServiceHandler = (socket: net.Socket, service: string) => void;

export interface RawAdbOptions {
  readonly features?: string;
  /** Answers a device service after its OKAY was sent, or says no with `refuse`. */
  readonly onService?: ServiceHandler;
  /** Services answered with FAIL and this text. */
  readonly refuse?: (service: string) => string | null;
  readonly port?: number;
}

export interface RawAdb {
  readonly port: number;
  readonly address: string;
  /** Requests as they came, of all connections. */
  readonly requests: readonly string[];
  /** The list told to trackers, now and to those that come. */
  list(text: string): void;
  /** Goes on taking connections and keeping the old ones, but answers nothing, or answers again. */
  hang(hanging: boolean): void;
  stop(): Promise<void>;
}

const hex4 = (text: string): string => Buffer.byteLength(text).toString(16).padStart(4, '0') + text;

export const DEVICE_LINE =
  'TEST01                 device usb:1-4 product:a53xnaxx model:SM_A536B device:a53x transport_id:7\n';

/** A peer that speaks just enough smart-socket for one phone, so that a test can break the wire where it likes. */
export async function startRawAdb(options: RawAdbOptions = {}): Promise<RawAdb> {
  const sockets = new Set<net.Socket>();
  const trackers = new Set<net.Socket>();
  const requests: string[] = [];
  let listed = DEVICE_LINE;
  let mute = false;

  const answer = (socket: net.Socket, request: string, next: () => void): void => {
    requests.push(request);
    if (request === 'host:version') socket.end('OKAY00040029');
    else if (request === 'host:features') socket.end(`OKAY${hex4(options.features ?? 'shell_v2,cmd,stat_v2,ls_v2')}`);
    else if (request.startsWith('host:transport-id:')) {
      socket.write('OKAY');
      next();
    } else if (request.startsWith('host:tport:serial:')) {
      socket.write(Buffer.concat([Buffer.from('OKAY'), Buffer.of(7, 0, 0, 0, 0, 0, 0, 0)]));
      next();
    } else if (request === 'host:track-devices-l') {
      trackers.add(socket);
      socket.write(`OKAY${hex4(listed)}`);
    } else {
      const refusal = options.refuse?.(request) ?? null;
      if (refusal !== null) return void socket.end(`FAIL${hex4(refusal)}`);
      socket.write('OKAY');
      options.onService?.(socket, request);
    }
  };

  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => {
      sockets.delete(socket);
      trackers.delete(socket);
    });
    if (mute) return void socket.resume();
    readRequests(socket, answer);
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  return {
    port,
    address: `127.0.0.1:${port}`,
    requests,
    list: (text) => {
      listed = text;
      for (const tracker of trackers) tracker.write(hex4(text));
    },
    hang: (hanging) => {
      mute = hanging;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Calls `answer` for each request; after a device service the socket's data belongs to its handler. */
function readRequests(
  socket: net.Socket,
  answer: (socket: net.Socket, request: string, next: () => void) => void,
): void {
  let pending = Buffer.alloc(0);
  const onData = (data: Buffer): void => {
    pending = Buffer.concat([pending, data]);
    step();
  };
  const step = (): void => {
    const length = Number.parseInt(pending.subarray(0, 4).toString(), 16);
    if (pending.length < 4 || pending.length < 4 + length) return;
    const request = pending.subarray(4, 4 + length).toString();
    pending = pending.subarray(4 + length);
    let another = false;
    socket.off('data', onData);
    answer(socket, request, () => {
      another = true;
    });
    if (!another) return;
    socket.on('data', onData);
    step();
  };
  socket.on('data', onData);
}

/** One packet of the shell protocol. */
export function shellPacket(id: number, data: string | Buffer): Buffer {
  const bytes = Buffer.from(data);
  const header = Buffer.alloc(5);
  header.writeUInt8(id, 0);
  header.writeUInt32LE(bytes.length, 1);
  return Buffer.concat([header, bytes]);
}
