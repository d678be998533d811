/** What a phone shows, fetched again and again while somebody can see it. */
import { pathOf } from '../../lib/ask.ts';

export interface Watching {
  readonly serial: string;
  readonly widthPx: number;
  /** Between two pictures; the server gives all who ask within half a second the same. */
  readonly everyMs: number;
  /** A picture no older than this may be shown while the next is taken; 0 for what it shows now. */
  readonly maxAgeMs: number;
}

export interface Seen {
  /** How old the picture is. */
  readonly ageMs: number;
}

const LEAST_PAUSE_MS = 150;
/** Browsers keep six connections to a server: the others are for what the console asks besides pictures. */
const AT_ONCE = 4;
/** After a picture that could not be had. */
const TROUBLE_PAUSE_MS = 4_000;

/** Draws onto a canvas until the signal fires; no picture is asked for while one is on its way. */
export async function watch(
  canvas: HTMLCanvasElement,
  { serial, widthPx, everyMs, maxAgeMs }: Watching,
  { signal, onSeen }: { readonly signal: AbortSignal; readonly onSeen: (seen: Seen | null) => void },
): Promise<void> {
  const path = pathOf('readScreen', { params: { serial }, query: { width: widthPx, max_age_ms: maxAgeMs } });
  for (let tag = ''; !signal.aborted; ) {
    const begunAt = performance.now();
    const seen = await inTurn(async () => await fetchPicture(path, tag, signal)).catch(() => null);
    if (signal.aborted) {
      seen?.bitmap?.close();
      return;
    }
    if (seen !== null) {
      tag = seen.tag;
      if (seen.bitmap !== null) draw(canvas, seen.bitmap);
    }
    onSeen(seen);
    const tookMs = performance.now() - begunAt;
    await pause(seen === null ? TROUBLE_PAUSE_MS : Math.max(LEAST_PAUSE_MS, everyMs - tookMs), signal);
  }
}

let free = AT_ONCE;
const queue: (() => void)[] = [];

/** First come, first served. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (free > 0) free -= 1;
  else await new Promise<void>((resolve) => queue.push(resolve));
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next();
  }
}

interface Picture extends Seen {
  readonly tag: string;
  /** Null while nothing has changed. */
  readonly bitmap: ImageBitmap | null;
}

async function fetchPicture(path: string, tag: string, signal: AbortSignal): Promise<Picture | null> {
  const response = await fetch(path, {
    signal,
    cache: 'no-store',
    headers: tag === '' ? {} : { 'if-none-match': tag },
  });
  const ageMs = Number(response.headers.get('x-picture-age') ?? 0);
  if (response.status === 304) return { tag, ageMs, bitmap: null };
  if (!response.ok) return null;
  const bitmap = await createImageBitmap(await response.blob());
  return { tag: response.headers.get('etag') ?? '', ageMs, bitmap };
}

function draw(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
  if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
