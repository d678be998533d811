import type { AppName, MediaRow, PhoneMedia, PhoneNetwork } from '../../ports.ts';
import type { DraftSummary, Post, ProfilePost } from '../../rack-types.ts';
import type { Profiles } from '../profiles.ts';

type PostKind = Post['kind'];

/** A media file as an app keeps it after publishing: enough to show it and to prove it. */
interface PostedMedia {
  readonly sha256: string;
  readonly size: number;
  readonly name: string;
  readonly kind: MediaRow['kind'];
  readonly durationMs: number | null;
}

/** What is about to be published, or was put aside as a draft. */
export interface Submission {
  readonly kind: PostKind;
  readonly caption: string;
  readonly title: string | null;
  readonly media: readonly PostedMedia[];
  /** Its name, whoever chose it; null without one. */
  readonly sound: string | null;
  /** Percent; null where the slider was not touched. */
  readonly originSoundVolume: number | null;
  readonly addSoundVolume: number | null;
  /** The name of the linked product. */
  readonly productLink: string | null;
}

/** A post to which nothing was added. */
export const NOTHING_ADDED = Object.freeze({
  sound: null,
  originSoundVolume: null,
  addSoundVolume: null,
  productLink: null,
});

export interface AppPost extends Submission {
  readonly publishedAt: Date;
}

export interface Draft extends Submission {
  /** Why it is there. */
  readonly origin: DraftSummary['origin'];
}

interface AccountOptions {
  readonly posts: AppPost[];
  readonly network: PhoneNetwork;
  readonly isPrivate: boolean;
}

/** An account as the app on this phone knows it. It outlives the app's process and the phone's power. */
export class Account {
  readonly handle: string;
  /** At the app's servers, newest first. */
  readonly posts: AppPost[];
  readonly drafts: Draft[] = [];
  /** Instagram shows private accounts with a lock. */
  readonly isPrivate: boolean;
  /** Stories that were opened on this phone. */
  readonly seenStories = new Set<AppPost>();
  isSignedIn = true;
  readonly #network: PhoneNetwork;
  #fetched: readonly AppPost[] = [];

  constructor(handle: string, { posts, network, isPrivate }: AccountOptions) {
    this.handle = handle;
    this.posts = posts;
    this.isPrivate = isPrivate;
    this.#network = network;
  }

  /** What this phone shows, newest first: without a network, what it has fetched before. */
  get shown(): readonly AppPost[] {
    if (this.#network.isUp) this.#fetched = [...this.posts];
    return this.#fetched;
  }

  /** Those that this phone shows, newest first. */
  get stories(): readonly AppPost[] {
    return this.shown.filter((post) => post.kind === 'story');
  }

  get displayName(): string {
    const words = this.handle.split(/[._]/).filter((word) => word !== '');
    return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
  }
}

/** The accounts signed in to one app, in the order of its account sheet. */
export class AccountBook {
  readonly #app: AppName;
  readonly #profiles: Profiles;
  readonly #network: PhoneNetwork;
  #accounts: Account[];
  #current: Account | null;

  constructor(
    app: AppName,
    handles: readonly string[],
    { profiles, network }: { readonly profiles: Profiles; readonly network: PhoneNetwork },
  ) {
    this.#app = app;
    this.#profiles = profiles;
    this.#network = network;
    this.#accounts = handles.map((handle, index) => this.#newAccount(handle, index));
    this.#current = this.#accounts[0] ?? null;
  }

  get all(): readonly Account[] {
    return this.#accounts;
  }

  /** Null when nobody is signed in. */
  get current(): Account | null {
    return this.#current?.isSignedIn === true ? this.#current : null;
  }

  /** The current one first. */
  get handles(): readonly string[] {
    const signedIn = this.#accounts.filter((account) => account.isSignedIn);
    return signedIn.toSorted((a, b) => Number(b === this.#current) - Number(a === this.#current)).map((a) => a.handle);
  }

  switchTo(account: Account): void {
    this.#current = account;
  }

  /** What is shown of each, newest first. */
  profiles(): Readonly<Record<string, readonly ProfilePost[]>> {
    return Object.fromEntries(this.#accounts.map(({ handle, posts }) => [handle, posts.map(onProfile)]));
  }

  /** Every second account is a private one, so that both kinds are met. */
  #newAccount(handle: string, index: number): Account {
    const posts = this.#profiles.of(this.#app, handle);
    return new Account(handle, { posts, network: this.#network, isPrivate: index % 2 === 1 });
  }

  /** Replaces them all; an account that stays keeps its drafts, and its posts are where they always were. */
  replace(handles: readonly string[]): void {
    this.#accounts = handles.map((handle, index) => {
      const account = this.#accounts.find((known) => known.handle === handle) ?? this.#newAccount(handle, index);
      account.isSignedIn = true;
      return account;
    });
    this.#current = this.#accounts[0] ?? null;
  }
}

function onProfile({ publishedAt, kind, caption, title, media }: AppPost): ProfilePost {
  return {
    at: publishedAt.toISOString(),
    kind,
    caption,
    title,
    media: media.map(({ sha256, size, name }) => ({ sha256, size, name })),
  };
}

/** What every account of an app keeps unpublished. */
export function draftsIn(app: AppName, book: AccountBook): readonly DraftSummary[] {
  return book.all.flatMap(({ handle, drafts }) =>
    drafts.map(({ kind, caption, title, media, origin }) => ({
      app,
      account: handle,
      kind,
      caption,
      title,
      media: media.map(({ sha256, size, name }) => ({ sha256, size, name })),
      origin,
    })),
  );
}

/** What somebody began long ago and never published: going on with it would publish the wrong thing. */
export function oldDraft(app: AppName): Draft {
  const media = { sha256: 'old', size: 1, name: 'old-draft.mp4', kind: 'video', durationMs: 9_000 } as const;
  const kind = app === 'tiktok' ? 'video' : 'reel';
  return { kind, caption: 'An old draft', title: null, media: [media], ...NOTHING_ADDED, origin: 'unsaved' };
}

/** Media of a draft as an editor wants them, from the app's own copy when the files have gone. */
export function mediaOfDraft(draft: Draft, media: PhoneMedia): readonly MediaRow[] {
  return draft.media.map((kept, index) => {
    const row = media.list('any').find((candidate) => candidate.sha256 === kept.sha256);
    return row ?? ownCopy(kept, -1 - index);
  });
}

function ownCopy({ sha256, size, name, kind, durationMs }: PostedMedia, id: number): MediaRow {
  const mime = kind === 'video' ? 'video/mp4' : 'image/jpeg';
  const never = { dateAddedSeconds: 0, dateModifiedSeconds: 0, widthPx: null, heightPx: null };
  return { id, kind, path: '', name, mime, sizeBytes: size, sha256, durationMs, ...never };
}

export function postedMedia(row: MediaRow): PostedMedia {
  const { sha256, sizeBytes, name, kind, durationMs } = row;
  return { sha256, size: sizeBytes, name, kind, durationMs };
}
