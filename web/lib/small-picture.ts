/** Device pixels a pixel of the page has at most, as far as small pictures care. */
const SHARPEST = 2;

/** The address of a kept screenshot made smaller by the server, for where it is shown so wide. */
export function smallPictureOf(url: string, widthPx: number): string {
  return `${url}?width=${widthPx * SHARPEST}`;
}
