import { createHash } from 'node:crypto';
import type { Phone } from '../devices/phone.ts';
import { PostwrightError } from '../errors.ts';
import { PictureScaler } from './picture-scaler.ts';

export interface LivePicturesParts {
  /** Undefined while ADB cannot use the phone. */
  phone(serial: string): Phone | undefined;
  /** Whether a task runs on it. */
  isBusy(serial: string): boolean;
  /** Fires when the server ends. */
  readonly shutdown: AbortSignal;
}

export interface Look {
  readonly widthPx: number;
  /** 0 unless given. */
  readonly maxAgeMs?: number | undefined;
}

export interface LivePicture {
  readonly jpeg: Buffer;
  /** Names what is shown, at this width. */
  readonly tag: string;
  readonly takenAt: Date;
  readonly ageMs: number;
}

interface Shot {
  readonly png: Buffer;
  readonly hash: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** By performance.now(), and by the clock on the wall. */
  readonly atMs: number;
  readonly takenAt: Date;
}

interface Scaled extends Pick<Shot, 'hash' | 'atMs' | 'takenAt'> {
  readonly jpeg: Buffer;
}

/** What is known of the screen of one phone. */
class Face {
  shot: Shot | null = null;
  /** Under way, and shared by all who ask meanwhile. */
  capturing: Promise<Shot> | null = null;
  /** The newest at each width. */
  readonly scaled = new Map<number, Scaled>();
  /** Under way, by what is shown and how wide. */
  readonly scaling = new Map<string, Promise<Buffer>>();
  askedAtMs = 0;
}

/** Pictures are made at these widths only, so that viewers share them; what is asked is rounded up. */
const WIDTHS_PX = [120, 240, 360, 540, 720, 1080] as const;
/** One picture serves all who ask within it. */
const SHARED_MS = 500;
/** A picture takes a phone a third of a second, which a task may need: while one runs there is one a second at most. */
const SHARED_WHILE_BUSY_MS = 900;
const CAPTURE_TIMEOUT_MS = 10_000;
/** So many phones are asked at a time: a picture is up to some megabytes before it is made smaller. */
const CAPTURES_AT_ONCE = 12;
/** When nobody has looked at a phone for so long, its pictures are forgotten. */
const FORGET_MS = 60_000;
const PNG_SIZE_AT = 16;
/** Decoded, a picture takes four bytes a pixel; no phone's screen has as many. */
const MAX_PIXELS = 40_000_000;

/**
 * What the screens of phones show, for people to watch. Nothing is captured unless somebody asks; one capture serves all who
 * ask at the same time, and a screen that has not changed is not made smaller again. A running task comes first: its phone
 * is asked seldom, and who asks gets the last picture at once.
 */
export class LivePictures {
  readonly #parts: LivePicturesParts;
  readonly #faces = new Map<string, Face>();
  readonly #scaler = new PictureScaler();
  readonly #over = new AbortController();
  readonly #waiting: (() => void)[] = [];
  #free = CAPTURES_AT_ONCE;
  #forgetting: NodeJS.Timeout | undefined;
  /** How many pictures phones were asked for since the start, and how many bytes they were. */
  captures = 0;
  capturedBytes = 0;

  constructor(parts: LivePicturesParts) {
    this.#parts = parts;
  }

  async stop(): Promise<void> {
    this.#over.abort(new PostwrightError('SERVER_STOPPED'));
    clearTimeout(this.#forgetting);
    await this.#scaler.stop();
    await Promise.allSettled([...this.#faces.values()].map(({ capturing }) => capturing));
    this.#faces.clear();
  }

  /** How many were made smaller since the start. */
  get scaled(): number {
    return this.#scaler.scaled;
  }

  /**
   * The screen now, or what was last seen of it: at once where that is no older than `maxAgeMs` or the phone is busy with a
   * task (a newer picture is taken meanwhile), and where the phone is away or fails to show it.
   * @throws STATE_CONFLICT when it cannot be seen and never was; what the phone's commands throw.
   */
  async look(serial: string, { widthPx: askedPx, maxAgeMs = 0 }: Look): Promise<LivePicture> {
    const widthPx = widthFor(askedPx);
    const face = this.#faceOf(serial);
    const last = (): LivePicture | null => lastOf(face, widthPx);
    const phone = this.#parts.phone(serial);
    if (phone === undefined) {
      const seen = last();
      if (seen !== null) return seen;
      throw new PostwrightError('STATE_CONFLICT', `${serial} is not online, so its screen cannot be seen.`);
    }
    const isBusy = this.#parts.isBusy(serial);
    const freshMs = isBusy ? SHARED_WHILE_BUSY_MS : SHARED_MS;
    try {
      const shot = this.#shared(face, freshMs) ?? this.#capture(phone, face);
      const picture = shot.then(async (taken) => await this.#atWidth(face, taken, widthPx));
      const seen = last();
      if (seen === null || (!isBusy && seen.ageMs > maxAgeMs)) return await picture;
      picture.catch(() => {});
      return seen;
    } catch (error) {
      const seen = last();
      if (seen !== null && !this.#over.signal.aborted) return seen;
      throw error;
    }
  }

  /** How large the screen is, turned as it is now. @throws as `look`. */
  async size(serial: string): Promise<{ readonly widthPx: number; readonly heightPx: number }> {
    const phone = this.#parts.phone(serial);
    if (phone === undefined) throw new PostwrightError('STATE_CONFLICT', `${serial} is not online.`);
    const face = this.#faceOf(serial);
    return await (this.#shared(face, SHARED_WHILE_BUSY_MS) ?? this.#capture(phone, face));
  }

  /** A picture that was kept, at the width a look would have. @throws DEVICE_COMMAND_FAILED when it is none; SERVER_STOPPED. */
  async smaller(png: Uint8Array, askedPx: number): Promise<Buffer> {
    return await this.#scaler.scale(png, widthFor(askedPx));
  }

  #shared(face: Face, freshMs: number): Promise<Shot> | null {
    if (face.capturing !== null) return face.capturing;
    const { shot } = face;
    const isFresh = shot !== null && performance.now() - shot.atMs < freshMs;
    return isFresh ? Promise.resolve(shot) : null;
  }

  #capture(phone: Phone, face: Face): Promise<Shot> {
    const capturing = this.#shoot(phone, face).finally(() => {
      if (face.capturing === capturing) face.capturing = null;
    });
    face.capturing = capturing;
    return capturing;
  }

  async #shoot(phone: Phone, face: Face): Promise<Shot> {
    await this.#enter();
    try {
      const signal = AbortSignal.any([this.#over.signal, this.#parts.shutdown]);
      const png = await phone.screenshot({ signal, timeoutMs: CAPTURE_TIMEOUT_MS });
      this.captures += 1;
      this.capturedBytes += png.byteLength;
      face.shot = shotOf(png, phone.serial);
      return face.shot;
    } finally {
      this.#leave();
    }
  }

  async #atWidth(face: Face, { png, ...shot }: Shot, widthPx: number): Promise<LivePicture> {
    const kept = face.scaled.get(widthPx);
    const jpeg = kept?.hash === shot.hash ? kept.jpeg : await this.#scale(face, { png, hash: shot.hash, widthPx });
    const made = { ...shot, jpeg };
    if ((face.scaled.get(widthPx)?.atMs ?? 0) <= shot.atMs) face.scaled.set(widthPx, made);
    return pictureOf(made, widthPx);
  }

  /** Once for all who ask for the same. */
  async #scale(face: Face, { png, hash, widthPx }: Wanted): Promise<Buffer> {
    const key = `${hash}-${widthPx}`;
    const under = face.scaling.get(key);
    if (under !== undefined) return await under;
    const scaling = this.#scaler.scale(png, widthPx).finally(() => face.scaling.delete(key));
    face.scaling.set(key, scaling);
    return await scaling;
  }

  #faceOf(serial: string): Face {
    const face = this.#faces.get(serial) ?? new Face();
    this.#faces.set(serial, face);
    face.askedAtMs = performance.now();
    this.#forgetting ??= setTimeout(() => this.#forget(), FORGET_MS).unref();
    return face;
  }

  #forget(): void {
    this.#forgetting = undefined;
    const now = performance.now();
    for (const [serial, { askedAtMs }] of this.#faces) if (now - askedAtMs >= FORGET_MS) this.#faces.delete(serial);
    if (this.#faces.size > 0) this.#forgetting = setTimeout(() => this.#forget(), FORGET_MS).unref();
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}

function widthFor(askedPx: number): number {
  return WIDTHS_PX.find((width) => width >= askedPx) ?? WIDTHS_PX[WIDTHS_PX.length - 1] ?? askedPx;
}

function shotOf(png: Buffer, serial: string): Shot {
  const [widthPx, heightPx] = [png.readUInt32BE(PNG_SIZE_AT), png.readUInt32BE(PNG_SIZE_AT + 4)];
  if (widthPx * heightPx > MAX_PIXELS || widthPx * heightPx === 0)
    throw new PostwrightError(
      'DEVICE_COMMAND_FAILED',
      `${serial}: a screen of ${widthPx} × ${heightPx} cannot be shown`,
    );
  const hash = createHash('sha256').update(png).digest('base64url');
  return { png, hash, widthPx, heightPx, atMs: performance.now(), takenAt: new Date() };
}

interface Wanted extends Pick<Shot, 'png' | 'hash'> {
  readonly widthPx: number;
}

function pictureOf({ hash, takenAt, atMs, jpeg }: Scaled, widthPx: number): LivePicture {
  return { jpeg, tag: `${hash.slice(0, 22)}-${widthPx}`, takenAt, ageMs: Math.round(performance.now() - atMs) };
}

function lastOf(face: Face, widthPx: number): LivePicture | null {
  const kept = face.scaled.get(widthPx);
  return kept === undefined ? null : pictureOf(kept, widthPx);
}
