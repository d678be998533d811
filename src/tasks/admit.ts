import type { FullPostConfig } from '../contract/post-config.ts';
import { type FieldError, invalid, PostwrightError } from '../errors.ts';
import type { StoredMaterial } from '../materials/material.ts';
import { fileKindOf } from './supply.ts';

/** The door of the material store: checks a file by its content and keeps a copy under its SHA-256. */
export interface MaterialAdmission {
  /**
   * @param source a path on this machine, or `material://<sha256>`.
   * @throws INVALID_PARAMETER with a sentence that says what is wrong with the file.
   */
  admit(source: string): Promise<StoredMaterial>;
}

/** The files of one request, which go again when it is refused. */
export interface Delivery extends MaterialAdmission {
  keep(): void;
  takeBack(): Promise<void>;
}

export interface MaterialDoor extends MaterialAdmission {
  /** For the files of a request that may yet be refused. */
  open(): Delivery;
}

/** Told at once; a list of a thousand wrong paths is most likely one mistake. */
const MAX_ERRORS = 20;

/**
 * Takes all media of a request into the store, in its order.
 * @throws INVALID_PARAMETER naming every file that cannot be used.
 */
export async function admitMaterials(store: MaterialAdmission, config: FullPostConfig): Promise<StoredMaterial[]> {
  const wanted = fileKindOf(config);
  const admitted: StoredMaterial[] = [];
  const errors: FieldError[] = [];
  for (const [index, source] of config.material_list.entries()) {
    const path = `script_config.material_list.${index}`;
    try {
      const material = await store.admit(source);
      if (material.kind === wanted) admitted.push(material);
      else
        errors.push({
          path,
          message: `"${source}" is ${A[material.kind]}, but content_type asks for ${A[wanted]}`,
          rule: 'file',
        });
    } catch (error) {
      if (!(error instanceof PostwrightError) || error.errorName !== 'INVALID_PARAMETER') throw error;
      errors.push({ path, message: error.message });
    }
    if (errors.length === MAX_ERRORS) break;
  }
  const [first, ...rest] = errors;
  if (first !== undefined) throw invalid([first, ...rest]);
  return admitted;
}

const A = { video: 'a video', image: 'an image' } as const;
