/** The least that carrying out anything costs on this machine: one question to PostgreSQL and one command to a phone. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { Client } from 'pg';
import { measure } from './measure.ts';
import { median } from './statistics.ts';

export interface Reference {
  /** Medians in milliseconds. */
  readonly selectMs: number;
  readonly shellMs: number;
}

const TIMES = 50;
const POSTGRES_USER = 'postwright';

/** Bare, without any of our own code between. */
export async function measureReference(options: {
  readonly postgresDirectory: string;
  readonly adbPort: number;
  readonly serial: string;
}): Promise<Reference> {
  const client = new Client({ host: options.postgresDirectory, user: POSTGRES_USER, database: 'postgres' });
  await client.connect();
  try {
    const select = await measure(TIMES, async () => await client.query('select 1'));
    const shell = await measure(TIMES, async () => await shellTrue(options.adbPort, options.serial));
    return { selectMs: median(select), shellMs: median(shell) };
  } finally {
    await client.end();
  }
}

/** `adb shell true` over a connection of its own, as the client opens one. @throws Error when the server says no. */
async function shellTrue(port: number, serial: string): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  try {
    for (const request of [`host:transport:${serial}`, 'shell:true']) {
      socket.write(request.length.toString(16).padStart(4, '0') + request);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      if (answer.toString('latin1', 0, 4) !== 'OKAY') throw new Error(`${request} was answered: ${answer}`);
    }
    socket.resume();
    if (!socket.readableEnded) await once(socket, 'end');
  } finally {
    socket.destroy();
  }
}
