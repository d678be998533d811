import type { Phone } from '../../devices/phone.ts';
import { PostwrightError } from '../../errors.ts';
import { type Limits, pause } from '../../kit/abort.ts';
import type { AttemptContext, PlannedMaterial } from '../script.ts';
import type { PhoneMedia } from './app-driver.ts';

/** Where pushed files lie, so that what an interrupted attempt left can be told from the owner's own files. */
const FOLDERS = { video: '/sdcard/Movies/Postwright', image: '/sdcard/Pictures/Postwright' } as const;
type MediaKind = keyof typeof FOLDERS;
const KINDS: readonly MediaKind[] = ['video', 'image'];

/** Where the files go. */
export const SHARED_STORAGE = '/sdcard';

const MEBIBYTE = 1024 * 1024;
/** Below this Android refuses media writes and apps complain of storage (facts 3.2). */
const SPARE_BYTES = 200 * MEBIBYTE;
/** The app keeps a working copy beside the pushed file. */
const COPIES = 2;

/** A push of this size over the slowest usable cable, and the hash on a slow phone, fit in this. */
const PUSH_BASE_MS = 60_000;
const SLOWEST_BYTES_PER_MS = 256;
const REGISTER_MS = 45_000;
const CALL_MS = 15_000;

export function mediaKind(material: PlannedMaterial): MediaKind {
  return material.mime.startsWith('video/') ? 'video' : 'image';
}

/** What the files of a post need on a phone. */
export function neededBytes(materials: readonly PlannedMaterial[]): number {
  return COPIES * materials.reduce((sum, material) => sum + material.sizeBytes, 0) + SPARE_BYTES;
}

/** @throws DEVICE_STORAGE_FULL saying how much is there and how much is needed. */
export async function checkSpace({ phone, plan, signal }: AttemptContext): Promise<void> {
  const needed = neededBytes(plan.materials);
  const freeBytes = await phone.freeBytes(SHARED_STORAGE, { signal, timeoutMs: CALL_MS });
  if (freeBytes >= needed) return;
  const inMebibytes = (bytes: number): number => Math.ceil(bytes / MEBIBYTE);
  throw new PostwrightError(
    'DEVICE_STORAGE_FULL',
    `${phone.serial} has ${inMebibytes(freeBytes)} MiB free; this post needs ${inMebibytes(needed)} MiB.`,
  );
}

/** Removes what interrupted attempts left: the lane has one attempt at a time, so nothing here is in use. */
export async function sweepMedia(phone: Phone, limits: Limits): Promise<void> {
  for (const kind of KINDS) {
    const listed = await phone.shell(['ls', FOLDERS[kind]], limits);
    const names = listed.exitCode === 0 ? listed.stdout.split('\n').map((line) => line.trim()) : [];
    for (const name of names.filter((candidate) => candidate.startsWith('pw-'))) {
      await phone.unregisterMedia({ ...limits, path: `${FOLDERS[kind]}/${name}`, kind });
    }
  }
}

/** The files of one attempt on the phone. What was begun is known at once, so that it can be taken away again. */
export class AttemptMedia {
  readonly #context: AttemptContext;
  readonly #begun: { readonly path: string; readonly kind: MediaKind }[] = [];
  #doneBytes = 0;
  #toldAt = 0;

  constructor(context: AttemptContext) {
    this.#context = context;
  }

  /**
   * Copies the materials and lists them in the media store, the first one last: pickers show the newest first, so the
   * grid then begins with them in the order of the task.
   * @param spacingMs between two files: see `pickerSpacingMs`.
   */
  async push(spacingMs: number): Promise<readonly PhoneMedia[]> {
    const { materials } = this.#context.plan;
    const pushed: PhoneMedia[] = [];
    for (const [index, material] of [...materials.entries()].reverse()) {
      const startedAt = Date.now();
      pushed.unshift(await this.#pushOne(material, index));
      if (index > 0) await pause(Math.max(0, startedAt + spacingMs - Date.now()), this.#context.signal);
    }
    return pushed;
  }

  async #pushOne(material: PlannedMaterial, index: number): Promise<PhoneMedia> {
    const { phone, signal, taskId, attempt } = this.#context;
    const kind = mediaKind(material);
    const path = `${FOLDERS[kind]}/pw-${taskId}-${attempt}-${index + 1}${material.extension}`;
    const { sizeBytes, sha256 } = material;
    this.#begun.push({ path, kind });
    await phone.push({
      sourcePath: this.#context.materialPath(material),
      targetPath: path,
      sizeBytes,
      sha256,
      signal,
      timeoutMs: PUSH_BASE_MS + Math.ceil(sizeBytes / SLOWEST_BYTES_PER_MS),
      onProgress: this.#progressOf(material),
    });
    this.#doneBytes += sizeBytes;
    const uri = await phone.registerMedia({ signal, timeoutMs: REGISTER_MS, path, kind });
    return { path, kind, mime: material.mime, uri };
  }

  /** Tells watchers how far the copying is, not more often than they can read. */
  #progressOf(material: PlannedMaterial): (sentBytes: number) => void {
    const { ledger, plan } = this.#context;
    const totalBytes = plan.materials.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    return (sentBytes) => {
      if (Date.now() - this.#toldAt < PROGRESS_EVERY_MS && sentBytes < material.sizeBytes) return;
      this.#toldAt = Date.now();
      const share = (this.#doneBytes + sentBytes) / Math.max(1, totalBytes);
      const percent = Math.round(MEDIA_PERCENT.from + share * (MEDIA_PERCENT.to - MEDIA_PERCENT.from));
      ledger.progress(percent, `Copied ${Math.round(share * 100)} %`);
    };
  }

  /** Takes all files of the attempt off the phone again; goes on when one cannot be. @throws the first error at the end. */
  async remove(limits: Limits): Promise<void> {
    const { phone } = this.#context;
    const results = await Promise.allSettled(
      this.#begun.map(async (file) => await phone.unregisterMedia({ ...limits, ...file })),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

/** Where the copying lies in an attempt, for watchers. */
const MEDIA_PERCENT = { from: 20, to: 38 } as const;
const PROGRESS_EVERY_MS = 500;
