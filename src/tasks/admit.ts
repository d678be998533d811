import type { FullPostConfig } from '../contract/post-config.ts';
import { type FieldError, invalid, PostwrightError } from '../errors.ts';
import type { PlannedMaterial } from '../scripts/script.ts';

export interface AdmittedMaterial extends PlannedMaterial {
  readonly kind: 'video' | 'image';
}

/** The door of the material store: checks a file by its content and keeps a copy under its SHA-256. */
export interface MaterialAdmission {
  /**
   * @param source a path on this machine, or `material://<sha256>`.
   * @throws INVALID_PARAMETER with a sentence that says what is wrong with the file.
   */
  admit(source: string): Promise<AdmittedMaterial>;
}

/** Told at once; a list of a thousand wrong paths is most likely one mistake. */
const MAX_ERRORS = 20;

/**
 * Takes all media of a request into the store, in its order.
 * @throws INVALID_PARAMETER naming every file that cannot be used.
 */
export async function admitMaterials(store: MaterialAdmission, config: FullPostConfig): Promise<PlannedMaterial[]> {
  const wanted = config.content_type === 0 ? 'video' : 'image';
  const admitted: PlannedMaterial[] = [];
  const errors: FieldError[] = [];
  for (const [index, source] of config.material_list.entries()) {
    const path = `script_config.material_list.${index}`;
    try {
      const { kind, ...material } = await store.admit(source);
      if (kind === wanted) admitted.push(material);
      else errors.push({ path, message: `"${source}" is ${A[kind]}, but content_type asks for ${A[wanted]}` });
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
