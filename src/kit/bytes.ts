export const BYTES_PER_MIB = 1024 ** 2;

/** For sentences: `312 MiB`, from 10 GiB on `12 GiB`. */
export function sayBytes(bytes: number): string {
  const mib = bytes / BYTES_PER_MIB;
  return mib < 10 * 1024 ? `${Math.floor(mib)} MiB` : `${Math.floor(mib / 1024)} GiB`;
}
