import { once } from 'node:events';
import net from 'node:net';

import { tie } from '../support/tie.ts';

export interface AdbProxy {
  readonly address: string;
  /** Ends the open connections whose client has sent this text. @returns how many. */
  cut(text: string): number;
  /** Ends each connection as soon as its client has sent this text, before the answer comes back. */
  cutAnswers(text: string, times: number): void;
  stop(): Promise<void>;
}

/** A wire between a client and the ADB server of a rack, so that a test can break one connection of many. */
export async function startProxy(port: number): Promise<AdbProxy> {
  const open = new Map<net.Socket, string>();
  let cutText = '';
  let cutsLeft = 0;
  const server = net.createServer((client) => {
    const upstream = net.connect(port, '127.0.0.1');
    open.set(client, '');
    client.on('data', (data) => {
      open.set(client, (open.get(client) ?? '') + data.toString('latin1'));
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (cutsLeft > 0 && (open.get(client) ?? '').includes(cutText)) {
        cutsLeft -= 1;
        client.resetAndDestroy();
      } else client.write(data);
    });
    tie(client, upstream, () => open.delete(client));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    cut: (text) => {
      const chosen = [...open].filter(([, sent]) => sent.includes(text));
      for (const [client] of chosen) client.resetAndDestroy();
      return chosen.length;
    },
    cutAnswers: (text, times) => {
      cutText = text;
      cutsLeft = times;
    },
    stop: async () => {
      for (const client of open.keys()) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
