/** Tango's client over plain sockets, for reading what the rack says; nothing of ours between the two. */
import net from 'node:net';
import type { TestContext } from 'node:test';
import { AdbServerClient } from '@yume-chan/adb';
import { MaybeConsumable, PushReadableStream, type ReadableStream } from '@yume-chan/stream-extra';

export function tangoClient(t: TestContext, port: number): AdbServerClient {
  const sockets = new Set<net.Socket>();
  t.after(() => {
    for (const socket of sockets) socket.destroy();
  });
  return new AdbServerClient({
    connect: async () => {
      const socket = net.connect(port, '127.0.0.1');
      sockets.add(socket);
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('error', reject);
      });
      return connectionOver(socket);
    },
    addReverseTunnel: () => '',
    removeReverseTunnel: () => {},
    clearReverseTunnels: () => {},
  });
}

function connectionOver(socket: net.Socket): AdbServerClient.ServerConnection {
  const closed = new Promise<undefined>((resolve) => socket.once('close', () => resolve(undefined)));
  const readable: ReadableStream<Uint8Array> = new PushReadableStream<Uint8Array>((controller) => {
    socket.on('data', (data) => {
      socket.pause();
      void controller.enqueue(new Uint8Array(data)).then(() => socket.resume());
    });
    socket.on('end', () => controller.close());
  });
  const writable = new MaybeConsumable.WritableStream<Uint8Array>({
    write: (chunk) => new Promise<void>((resolve) => void socket.write(chunk, () => resolve())),
    close: () => void socket.end(),
  });
  return { readable, writable, closed, close: () => void socket.destroy() };
}
