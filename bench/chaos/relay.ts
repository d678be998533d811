/**
 * Stands where an ADB server stands, in a process of its own that can be killed: passes every connection on to the rack's.
 * Arguments: the port to listen on (0 for a free one) and the rack's.
 */
import { connect, createServer, type Socket } from 'node:net';

const [listenPort = 0, rackPort = 0] = process.argv.slice(2).map(Number);

const server = createServer({ noDelay: true }, (client) => {
  const rack = connect({ host: '127.0.0.1', port: rackPort, noDelay: true });
  joined(client, rack);
  joined(rack, client);
});

function joined(from: Socket, to: Socket): void {
  from.pipe(to);
  // What breaks on one side breaks on the other, as it would without us.
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroySoon());
}

server.listen(listenPort, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  console.log(`relay listens on ${address.port}`);
});
