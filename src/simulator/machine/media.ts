/** The MediaStore of one phone: it lists what was scanned, which is not always what is there. */
import type { MediaRow, PhoneMedia } from '../ports.ts';
import type { FileContent } from './content.ts';
import { type Files, isShared, nameOf } from './files.ts';
import { type DirectoryNode, filesBelow } from './fs-tree.ts';

/** From this API level on a FUSE daemon of the media provider sees every file being made and removed. */
const FUSE_SINCE_SDK = 30;
/** Where a new phone's ids begin; only their being different and growing matters. */
const FIRST_ID = 31;

const MIME_TYPES: Readonly<Record<string, string>> = {
  '3gp': 'video/3gpp',
  gif: 'image/gif',
  heic: 'image/heic',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  mkv: 'video/x-matroska',
  mov: 'video/quicktime',
  mp4: 'video/mp4',
  png: 'image/png',
  webm: 'video/webm',
  webp: 'image/webp',
};

/** A row as the database has it: what the last scan found, and nothing before it. */
export interface StoredRow {
  readonly id: number;
  readonly kind: 'video' | 'image';
  readonly path: string;
  readonly mime: string;
  readonly dateAddedSeconds: number;
  readonly dateModifiedSeconds: number;
  /** Null until the first scan. */
  readonly scanned: FileContent | null;
}

interface MediaOptions {
  readonly sdk: number;
  readonly files: Files;
  nowSeconds(): number;
}

export class Media implements PhoneMedia {
  readonly #options: MediaOptions;
  readonly #byPath = new Map<string, StoredRow>();
  #nextId = FIRST_ID;

  constructor(options: MediaOptions) {
    this.#options = options;
    if (options.sdk < FUSE_SINCE_SDK) return;
    options.files.watcher = {
      created: (path) => void this.#insert(path),
      removed: (path) => void this.#byPath.delete(path),
      moved: (from, to) => this.#move(from, to),
    };
  }

  list(kind: 'video' | 'image' | 'any'): readonly MediaRow[] {
    return this.rows()
      .filter((row) => kind === 'any' || row.kind === kind)
      .map((row) => this.#toMediaRow(row))
      .sort((a, b) => b.dateModifiedSeconds - a.dateModifiedSeconds || b.id - a.id);
  }

  byUri(uri: string): MediaRow | null {
    const match = /^content:\/\/media\/(?:external|external_primary)\/(video\/media|images\/media|file)\/(\d+)$/.exec(
      uri,
    );
    const row = match && this.rows().find(({ id }) => id === Number(match[2]));
    if (!match || !row) return null;
    return match[1] === 'file' || collectionOf(row.kind) === match[1] ? this.#toMediaRow(row) : null;
  }

  isReadable(row: MediaRow): boolean {
    return this.#content(row.path) !== null;
  }

  /** In the order of insertion. */
  rows(): readonly StoredRow[] {
    return [...this.#byPath.values()];
  }

  /**
   * Reads the file at `path` again and brings its row up to date; a row whose file is gone goes too.
   * @returns the row, null when there is none: no such file, or neither video nor image.
   */
  scan(path: string): StoredRow | null {
    const realPath = this.#realPath(path);
    if (realPath === null) return null;
    const content = this.#content(realPath);
    if (!content) {
      this.#byPath.delete(realPath);
      return null;
    }
    const row = this.#byPath.get(realPath) ?? this.#insert(realPath);
    if (!row) return null;
    const node = this.#options.files.stat(realPath);
    const scanned = { ...row, dateModifiedSeconds: node.modifiedSeconds, scanned: content };
    this.#byPath.set(realPath, scanned);
    return scanned;
  }

  /** What a reboot does: every file of shared storage is looked at again. */
  scanAll(root: string): void {
    for (const path of [...this.#byPath.keys()]) this.scan(path);
    const node = this.#options.files.stat(root);
    const paths =
      node.kind === 'directory' ? [...filesBelow(node as DirectoryNode, this.#options.files.realPath(root))] : [];
    for (const [path] of paths) this.scan(path);
  }

  /** Takes the rows away and, where the provider owns the files, the files too. */
  delete(rows: readonly StoredRow[]): void {
    for (const { path } of rows) {
      this.#byPath.delete(path);
      if (this.#content(path)) this.#options.files.remove(path);
    }
  }

  #move(from: string, to: string): void {
    const row = this.#byPath.get(from);
    this.#byPath.delete(from);
    if (row) this.#byPath.set(to, { ...row, path: to });
    else this.#insert(to);
  }

  #insert(path: string): StoredRow | null {
    const mime = MIME_TYPES[path.slice(path.lastIndexOf('.') + 1).toLowerCase()];
    if (!mime || !isShared(path) || isHidden(path)) return null;
    const now = this.#options.nowSeconds();
    const kind = mime.startsWith('video/') ? ('video' as const) : ('image' as const);
    const row = { id: this.#nextId, kind, path, mime, dateAddedSeconds: now, dateModifiedSeconds: now, scanned: null };
    this.#nextId += 1;
    this.#byPath.set(path, row);
    return row;
  }

  /** What an app sees that opens the row: the file as it is now; after `rm` on an old Android what the scan remembered. */
  #toMediaRow(row: StoredRow): MediaRow {
    const content = this.#content(row.path) ?? row.scanned;
    const facts = row.scanned?.media ?? null;
    return {
      id: row.id,
      kind: row.kind,
      path: row.path,
      name: nameOf(row.path),
      mime: row.mime,
      sizeBytes: content?.sizeBytes ?? 0,
      sha256: content?.sha256 ?? '',
      dateAddedSeconds: row.dateAddedSeconds,
      dateModifiedSeconds: row.dateModifiedSeconds,
      widthPx: facts?.widthPx ?? null,
      heightPx: facts?.heightPx ?? null,
      durationMs: facts?.durationMs ?? null,
    };
  }

  #content(path: string): FileContent | null {
    try {
      return this.#options.files.contentOf(path);
    } catch {
      return null;
    }
  }

  #realPath(path: string): string | null {
    try {
      return this.#options.files.realPath(path);
    } catch {
      return null;
    }
  }
}

/** The middle of a row's URI: `video/media` or `images/media`. */
export function collectionOf(kind: 'video' | 'image'): string {
  return kind === 'video' ? 'video/media' : 'images/media';
}

/** Directories and files whose names begin with a dot, and apps' own directories, stay out of galleries. */
function isHidden(path: string): boolean {
  return path.includes('/.') || path.startsWith('/storage/emulated/0/Android/');
}
