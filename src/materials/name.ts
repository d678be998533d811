/** As long as file systems let a name be. */
const MAX_NAME_UNITS = 255;
/** What a name may hide in or turn round with: controls, and Unicode's marks of direction and invisible signs (category Cf). */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * The name of a sent file, fit to be shown: no path, nothing invisible, nothing that reverses it. It decides nothing, since
 * files are kept under their hash.
 */
export function plainName(sent: string): string {
  const last = sent.toWellFormed().split(/[\\/]/).at(-1) ?? '';
  const shown = last.replace(INVISIBLE, '').trim().slice(0, MAX_NAME_UNITS).toWellFormed();
  return shown === '' || shown === '.' || shown === '..' ? 'unnamed' : shown;
}
