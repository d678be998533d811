import { join } from 'node:path';

import type { FullPostConfig } from '../contract/post-config.ts';
import { type FieldError, invalid } from '../errors.ts';
import type { StoredMaterial } from '../materials/material.ts';
import type { Tx } from '../storage/database.ts';
import { countUsesBy } from '../storage/material-picks.ts';
import { lockPicks } from '../storage/material-uses.ts';
import { type FolderReader, FolderShelf } from './folder-shelf.ts';
import {
  fileKindOf,
  fits,
  type Given,
  MAX_SHORTAGES,
  pickCountOf,
  publisherOf,
  type Supply,
  shortageWords,
} from './supply.ts';
import type { Target } from './targets.ts';

/** What came of looking for a target's files. */
type Found = { readonly given: Given } | { readonly shortage: FieldError } | 'more files are needed';

/**
 * Picks from a folder on this machine, in natural order: first from the sub-folder of the account's name (`@name`, then
 * `name`), then from the folder itself. What an account was given before is passed over, and so is what another target of
 * the request was given, as long as there is something else.
 */
export class FolderSupply implements Supply {
  readonly #reader: FolderReader;
  readonly #config: FullPostConfig;
  #root: FolderShelf | null = null;
  /** Of the accounts' own sub-folders, by name in lower case. */
  readonly #own = new Map<string, readonly FolderShelf[]>();
  /** How many files each shelf should have before the next try. */
  readonly #wanted = new Map<FolderShelf, number>();

  constructor(reader: FolderReader, config: FullPostConfig) {
    this.#reader = reader;
    this.#config = config;
  }

  async stock(targets: readonly Target[]): Promise<void> {
    const root = await this.#openRoot();
    for (const name of namesOf(targets)) {
      if (!this.#own.has(name)) this.#own.set(name, await this.#openOwn(root, name));
    }
    for (const target of targets) {
      const [first] = this.#shelvesOf(target);
      if (first?.materials.length === 0) this.#want(first, pickCountOf(this.#config));
    }
    for (const [shelf, count] of this.#wanted) {
      // Twice as many as before, so that a long folder of used files takes few tries.
      await shelf.fill(Math.max(count, shelf.materials.length * 2));
      if (this.#config.captions === '') await shelf.readCaption();
    }
    this.#wanted.clear();
  }

  async give(tx: Tx, targets: readonly Target[]): Promise<readonly Given[] | null> {
    const root = this.#root;
    if (root === null || namesOf(targets).some((name) => !this.#own.has(name))) return null;
    await lockPicks(tx);
    const taken = new Set<string>();
    const given: Given[] = [];
    const shortages: FieldError[] = [];
    for (const target of targets) {
      const found = await this.#find(tx, target, taken);
      if (found === 'more files are needed') continue;
      if ('shortage' in found) shortages.push(found.shortage);
      else given.push(found.given);
    }
    if (this.#wanted.size > 0) return null;
    const [first, ...rest] = shortages;
    if (first !== undefined) throw invalid([first, ...rest.slice(0, MAX_SHORTAGES - 1)]);
    return given;
  }

  async #openRoot(): Promise<FolderShelf> {
    this.#root ??= await this.#open(this.#config.material_path);
    return this.#root;
  }

  async #openOwn(root: FolderShelf, name: string): Promise<FolderShelf[]> {
    const shelves: FolderShelf[] = [];
    for (const wanted of [`@${name}`, name]) {
      const found = root.subfolders.filter((folder) => folder.toLowerCase() === wanted);
      for (const folder of found) shelves.push(await this.#open(join(root.path, folder)));
    }
    return shelves;
  }

  async #open(path: string): Promise<FolderShelf> {
    return await FolderShelf.open(this.#reader, path, fileKindOf(this.#config));
  }

  #shelvesOf({ account }: Target): readonly FolderShelf[] {
    const own = account === null ? [] : (this.#own.get(account.username.toLowerCase()) ?? []);
    return this.#root === null ? own : [...own, this.#root];
  }

  /** @param taken what other targets of the request were given; this one's is added. */
  async #find(tx: Tx, target: Target, taken: Set<string>): Promise<Found> {
    const count = pickCountOf(this.#config);
    const shelves = this.#shelvesOf(target);
    const counts: string[] = [];
    for (const shelf of shelves) {
      const { free, fresh } = await this.#usable(tx, target, { shelf, taken });
      if (fresh < count && !shelf.isComplete) {
        this.#want(shelf, count - fresh);
        return 'more files are needed';
      }
      if (free.length >= count) {
        const materials = inOrderOf(shelf.materials, free.slice(0, count));
        for (const { sha256 } of materials) taken.add(sha256);
        return { given: { materials, caption: shelf.caption, notes: [] } };
      }
      counts.push(`"${shelf.path}" has ${shelf.materials.length}, of which ${free.length} can be used`);
    }
    return { shortage: this.#shortage(target, counts) };
  }

  /** What a target may take from a shelf, the first choice first, and how much of it nobody has had. */
  async #usable(
    tx: Tx,
    target: Target,
    { shelf, taken }: { readonly shelf: FolderShelf; readonly taken: ReadonlySet<string> },
  ): Promise<{ readonly free: readonly StoredMaterial[]; readonly fresh: number }> {
    const fitting = shelf.materials.filter((material) => fits(material, target.platform, this.#config));
    const sha256s = fitting.map(({ sha256 }) => sha256);
    const uses = await countUsesBy(tx, publisherOf(target), sha256s);
    const usesOf = ({ sha256 }: StoredMaterial) => uses.get(sha256) ?? 0;
    const isTaken = ({ sha256 }: StoredMaterial) => (taken.has(sha256) ? 1 : 0);
    const free = fitting
      .filter((material) => this.#config.reuse_materials || usesOf(material) === 0)
      .toSorted((a, b) => usesOf(a) - usesOf(b) || isTaken(a) - isTaken(b));
    return { free, fresh: free.filter((material) => usesOf(material) === 0 && isTaken(material) === 0).length };
  }

  #want(shelf: FolderShelf, more: number): void {
    this.#wanted.set(shelf, (this.#wanted.get(shelf) ?? shelf.materials.length) + more);
  }

  #shortage(target: Target, counts: readonly string[]): FieldError {
    const { needed, why } = shortageWords(this.#config, target);
    const message = `${needed}: ${counts.join('; ')}; ${why}`;
    return { path: 'script_config.material_path', message };
  }
}

function namesOf(targets: readonly Target[]): string[] {
  return targets.flatMap(({ account }) => (account === null ? [] : [account.username.toLowerCase()]));
}

function inOrderOf(all: readonly StoredMaterial[], some: readonly StoredMaterial[]): StoredMaterial[] {
  return all.filter((material) => some.includes(material));
}
