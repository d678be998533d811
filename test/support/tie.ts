import type net from 'node:net';

/** Ties the two halves of a wire together: when one closes the other goes too, and a reset of either is no news. */
export function tie(client: net.Socket, upstream: net.Socket, onClose: () => void): void {
  for (const [one, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    one.on('error', () => {});
    one.on('close', () => {
      onClose();
      other.destroy();
    });
  }
}
