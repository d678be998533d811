import type { FullPostConfig } from '../contract/post-config.ts';
import { type FieldError, invalid } from '../errors.ts';
import { checkFormat } from '../materials/check-format.ts';
import type { StoredMaterial } from '../materials/material.ts';
import type { Tx } from '../storage/database.ts';
import { lockPicks } from '../storage/material-uses.ts';
import { admitMaterials, type MaterialAdmission } from './admit.ts';
import { kindOf, VIDEO } from './post-kind.ts';
import { type Given, MAX_SHORTAGES, type Supply } from './supply.ts';
import type { Target } from './targets.ts';

/** The files that `material_list` names: one video for each target, dealt out in turn, or all the images. */
export class ListSupply implements Supply {
  readonly #store: MaterialAdmission;
  readonly #config: FullPostConfig;
  #materials: readonly StoredMaterial[] | null = null;

  constructor(store: MaterialAdmission, config: FullPostConfig) {
    this.#store = store;
    this.#config = config;
  }

  async stock(): Promise<void> {
    this.#materials ??= await admitMaterials(this.#store, this.#config);
  }

  async give(tx: Tx, targets: readonly Target[]): Promise<readonly Given[] | null> {
    const all = this.#materials;
    if (all === null) return null;
    // A pick of another request must see what this one takes.
    await lockPicks(tx, 'together');
    const notes = this.#notes(all.length, targets.length);
    const given = targets.map((_, index) => {
      const video = all[index % all.length];
      const materials = this.#config.content_type === VIDEO && video !== undefined ? [video] : all;
      return { materials, caption: null, notes };
    });
    this.#assertTaken(targets, given);
    return given;
  }

  /** @throws INVALID_PARAMETER naming every file that an app would refuse, and why. */
  #assertTaken(targets: readonly Target[], given: readonly Given[]): void {
    const errors = new Map<string, FieldError>();
    for (const [index, { platform }] of targets.entries()) {
      for (const material of given[index]?.materials ?? []) {
        for (const why of checkFormat(platform, kindOf(this.#config, platform), material).errors) {
          const path = `script_config.material_list.${this.#materials?.indexOf(material) ?? 0}`;
          const message = `"${material.name}" ${why}`;
          errors.set(path + message, { path, message });
        }
      }
      if (errors.size >= MAX_SHORTAGES) break;
    }
    const [first, ...rest] = errors.values();
    if (first !== undefined) throw invalid([first, ...rest]);
  }

  #notes(videos: number, targets: number): string[] {
    const left = this.#config.content_type === VIDEO ? videos - targets : 0;
    if (left <= 0) return [];
    return [`Of the ${videos} videos of this request, the last ${left} found no target and are not published.`];
  }
}
