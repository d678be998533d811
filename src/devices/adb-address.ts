import { PostwrightError } from '../errors.ts';

/** Where an ADB server listens. */
export interface AdbAddress {
  readonly host: string;
  readonly port: number;
}

const HIGHEST_PORT = 65_535;

/**
 * Reads `host:port` or `[IPv6]:port`.
 * @throws CONFIG_INVALID when it is neither.
 */
export function parseAdbAddress(text: string): AdbAddress {
  const match = /^(?:\[([^\]]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port < 1 || port > HIGHEST_PORT) {
    throw new PostwrightError('CONFIG_INVALID', `adb: "${text}" is not host:port, such as 127.0.0.1:5037`);
  }
  return { host, port };
}

export function formatAdbAddress({ host, port }: AdbAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
