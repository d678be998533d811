import type { FullPostConfig } from '../contract/post-config.ts';
import { checkFormat } from '../materials/check-format.ts';
import type { StoredMaterial } from '../materials/material.ts';
import type { Tx } from '../storage/database.ts';
import type { CaptionSource } from './caption.ts';
import { kindOf, VIDEO } from './post-kind.ts';
import type { Target } from './targets.ts';

/** What one target was given to publish. */
export interface Given {
  readonly materials: readonly StoredMaterial[];
  /** A caption that came with the files, for requests that bring none of their own. */
  readonly caption: CaptionSource | null;
  readonly notes: readonly string[];
}

/** Where the media of a request come from. */
export interface Supply {
  /** Reads and copies files, which may take long: before the transaction, and again when it did not find enough. */
  stock(targets: readonly Target[]): Promise<void>;
  /**
   * Decides what each target publishes, in the transaction that makes the tasks, so that no two requests take the same.
   * @returns null when `stock` has to be called first, after the transaction.
   * @throws INVALID_PARAMETER when there is not enough.
   */
  give(tx: Tx, targets: readonly Target[]): Promise<readonly Given[] | null>;
}

/** A shortage for as many targets is most likely one mistake. */
export const MAX_SHORTAGES = 20;

/** The kind of file that a request publishes. */
export function fileKindOf({ content_type }: Pick<FullPostConfig, 'content_type'>): 'video' | 'image' {
  return content_type === VIDEO ? 'video' : 'image';
}

/** How many files one post of a pick has. */
export function pickCountOf({ content_type, image_count }: FullPostConfig): number {
  return content_type === VIDEO ? 1 : image_count;
}

/** Whether an app would take a file for what the request publishes there. */
export function fits(material: StoredMaterial, platform: Target['platform'], config: FullPostConfig): boolean {
  return checkFormat(platform, kindOf(config, platform), material).errors.length === 0;
}

/** Whom a target publishes as, in words: `@maria on tiktok`. */
export function nameOf({ account, platform, serial }: Target): string {
  return account === null ? `the current ${platform} account of ${serial}` : `@${account.username} on ${platform}`;
}

/** As uses are written down. */
export function publisherOf({ account, platform, serial }: Target) {
  return { platform, username: account?.username ?? null, serial };
}

/** How a shortage is told: what is needed for whom, and why what is there will not do. */
export function shortageWords(
  config: FullPostConfig,
  target: Target,
): { readonly needed: string; readonly why: string } {
  const count = pickCountOf(config);
  const kind = fileKindOf(config);
  const files = count === 1 ? `One ${kind} is` : `${count} ${kind}s are`;
  return {
    needed: `${files} needed for ${nameOf(target)}`,
    why: config.reuse_materials
      ? 'the others do not fit the app'
      : 'the others were given to it before (reuse_materials takes them again) or do not fit the app',
  };
}
