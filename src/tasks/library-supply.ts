import type { FullPostConfig } from '../contract/post-config.ts';
import { type FieldError, invalid } from '../errors.ts';
import { materialOf, type StoredMaterial } from '../materials/material.ts';
import { tagsOf } from '../materials/tags.ts';
import type { Tx } from '../storage/database.ts';
import { countMaterials } from '../storage/material-list.ts';
import { pickMaterials } from '../storage/material-uses.ts';
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

/** Picks from the material library, the least used first. */
export class LibrarySupply implements Supply {
  readonly #config: FullPostConfig;
  readonly #tags: readonly string[];

  constructor(config: FullPostConfig) {
    this.#config = config;
    this.#tags = tagsOf(config.materials_tags);
  }

  async stock(): Promise<void> {}

  async give(tx: Tx, targets: readonly Target[]): Promise<readonly Given[]> {
    const given: Given[] = [];
    const alreadyGiven: string[] = [];
    const errors: FieldError[] = [];
    for (const target of targets) {
      const materials = await this.#pick(tx, target, alreadyGiven);
      if (materials.length < pickCountOf(this.#config)) errors.push(await this.#shortage(tx, target, materials.length));
      alreadyGiven.push(...materials.map(({ sha256 }) => sha256));
      given.push({ materials, caption: null, notes: [] });
    }
    const [first, ...rest] = errors;
    if (first !== undefined) throw invalid([first, ...rest.slice(0, MAX_SHORTAGES - 1)]);
    return given;
  }

  async #pick(tx: Tx, target: Target, alreadyGiven: readonly string[]): Promise<StoredMaterial[]> {
    const rows = await pickMaterials(tx, {
      kind: fileKindOf(this.#config),
      tags: this.#tags,
      count: pickCountOf(this.#config),
      publisher: publisherOf(target),
      allowUsed: this.#config.reuse_materials,
      fits: (row) => fits(materialOf(row), target.platform, this.#config),
      alreadyGiven,
    });
    return rows.map(materialOf);
  }

  async #shortage(tx: Tx, target: Target, left: number): Promise<FieldError> {
    const kind = fileKindOf(this.#config);
    const total = await countMaterials(tx, { kind, tags: this.#tags, inLibrary: true });
    const { needed, why } = shortageWords(this.#config, target);
    const has = this.#tags.length === 0 ? 'the library has' : `tagged ${this.#tags.join(', ')}, the library has`;
    const message = `${needed}: ${has} ${total}, of which ${left} can be used; ${why}`;
    const key = this.#tags.length === 0 ? 'material_source' : 'materials_tags';
    return { path: `script_config.${key}`, message };
  }
}
