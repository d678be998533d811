import { once } from 'node:events';
import net from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { tie } from './tie.ts';

/** A wire between a server and its PostgreSQL that a test can break. */
export interface PostgresWire {
  /** Of the same database, by way of this wire. */
  readonly url: string;
  /** Ends all connections and refuses new ones until `mend`. */
  cut(): void;
  mend(): void;
  /** Swallows what either side says from now on, until `mend`: connections stay open and nothing answers. */
  hush(): void;
  /** Breaks the next connection that sends this text: PostgreSQL gets it, its answer is lost. */
  loseAnswerTo(text: string): void;
}

/** @param url as `freshDatabase` gives it: over TCP, or with a Unix socket's directory as `host`. */
export async function postgresWire(t: TestContext, url: string): Promise<PostgresWire> {
  const { hostname, port, searchParams, username, password, pathname } = new URL(url);
  const directory = searchParams.get('host');
  const target =
    directory === null
      ? { host: hostname, port: Number(port || 5432) }
      : { path: join(directory, `.s.PGSQL.${searchParams.get('port') ?? 5432}`) };
  const clients = new Set<net.Socket>();
  let isCut = false;
  let isHushed = false;
  let lost: string | null = null;
  const server = net.createServer((client) => {
    if (isCut) {
      client.resetAndDestroy();
      return;
    }
    const upstream = net.connect(target);
    clients.add(client);
    let isDeaf = false;
    client.on('data', (data) => {
      if (isHushed) return;
      if (lost !== null && data.toString('latin1').includes(lost)) {
        lost = null;
        isDeaf = true;
      }
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (isHushed) return;
      if (isDeaf) client.resetAndDestroy();
      else client.write(data);
    });
    tie(client, upstream, () => clients.delete(client));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    isCut = true;
    for (const client of clients) client.resetAndDestroy();
  };
  t.after(async () => {
    cut();
    server.close();
    await once(server, 'close');
  });
  const user = encodeURIComponent(searchParams.get('user') ?? decodeURIComponent(username));
  const login = password === '' ? user : `${user}:${password}`;
  return {
    url: `postgresql://${login}@127.0.0.1:${(server.address() as net.AddressInfo).port}${pathname}`,
    cut,
    mend: () => {
      isCut = false;
      isHushed = false;
    },
    hush: () => {
      isHushed = true;
    },
    loseAnswerTo: (text) => {
      lost = text;
    },
  };
}
