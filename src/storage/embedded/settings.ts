/** How PostgreSQL is reached: through a socket in a directory of its own, or on Windows over loopback TCP. */
export type Address = { readonly socketDirectory: string } | { readonly port: number; readonly password: string };

export const SETTINGS_FILE = 'postgresql.conf';
export const SUPERUSER = 'postwright';
const DATABASE = 'postgres';
/** Part of the socket's name only: nothing listens on this TCP port. */
const SOCKET_PORT = 5432;

/**
 * Modest on purpose: one server's tables fit in a few MB, and it shares a small machine with the phones' traffic.
 * Durability stays at PostgreSQL's defaults (fsync, synchronous_commit and full_page_writes are on).
 */
const SETTINGS = {
  max_connections: '60',
  shared_buffers: '32MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  min_wal_size: '64MB',
  max_wal_size: '256MB',
  // Three I/O workers, parallel queries and JIT cost processes and memory that small tables never pay back.
  io_method: 'sync',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  autovacuum_worker_slots: '2',
  autovacuum_max_workers: '2',
  log_checkpoints: 'off',
  log_timezone: 'UTC',
  timezone: 'UTC',
  unix_socket_permissions: '0700',
} as const;

/** The text of postgresql.conf. It is written at every start, so that a newer Postwright brings its own settings along. */
export function settingsFile(address: Address, extra: Readonly<Record<string, string>>): string {
  const reach =
    'socketDirectory' in address
      ? { listen_addresses: '', unix_socket_directories: address.socketDirectory, port: String(SOCKET_PORT) }
      : { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(address.port) };
  const lines = Object.entries({ ...SETTINGS, ...reach, ...extra }).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`,
  );
  return ['# Written by Postwright at every start. Changes belong in ALTER SYSTEM.', ...lines, ''].join('\n');
}

/** The socket's directory that a settings file names; undefined where there is none. */
export function socketDirectoryIn(text: string): string | undefined {
  return /^unix_socket_directories = '(.+)'$/m.exec(text)?.[1]?.replaceAll("''", "'");
}

export function urlOf(address: Address): string {
  if ('socketDirectory' in address) {
    return `postgresql:///${DATABASE}?host=${encodeURIComponent(address.socketDirectory)}&port=${SOCKET_PORT}&user=${SUPERUSER}`;
  }
  return `postgresql://${SUPERUSER}:${encodeURIComponent(address.password)}@127.0.0.1:${address.port}/${DATABASE}`;
}
