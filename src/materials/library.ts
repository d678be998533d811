import type {
  Material,
  MaterialDetail,
  MaterialList,
  MaterialListQuery,
  MaterialTags,
  UpdateMaterial,
  Uploaded,
  UploadFields,
} from '../contract/material.ts';
import { atOneMoment, type Db } from '../storage/database.ts';
import { countMaterials, listMaterials, listMaterialTags } from '../storage/material-list.ts';
import { countUses, listTasksInNeed, listUses, normalTags } from '../storage/material-uses.ts';
import { getMaterial, type MaterialRow, setMaterial } from '../storage/materials.ts';
import type { StoredMaterial } from './material.ts';
import { viewFits, viewMaterial, viewUse } from './material-view.ts';
import { plainName } from './name.ts';
import type { MaterialStore } from './store.ts';
import { tagsOf } from './tags.ts';
import type { Received } from './uploads.ts';

export interface LibraryParts {
  readonly db: Db;
  readonly store: MaterialStore;
}

const DEFAULT_PAGE_SIZE = 20;
const MAX_USES_SHOWN = 200;

/** What is there to publish: found, described, and looked up where it was used. */
export class MaterialLibrary {
  readonly #db: Db;
  readonly #store: MaterialStore;

  constructor({ db, store }: LibraryParts) {
    this.#db = db;
    this.#store = store;
  }

  async list(query: MaterialListQuery): Promise<MaterialList> {
    const { kind, tag, q, used, sort = '-created_at', page = 1, page_size: pageSize = DEFAULT_PAGE_SIZE } = query;
    const filter = { kind, used, tags: tag === undefined ? undefined : tagsOf(tag), text: q?.toLowerCase() };
    const { total, rows, uses } = await atOneMoment(this.#db, async (tx) => {
      const rows = await listMaterials(tx, filter, { sort, offset: (page - 1) * pageSize, limit: pageSize });
      const shas = rows.map((row) => row.sha256);
      return { total: await countMaterials(tx, filter), rows, uses: await countUses(tx, shas) };
    });
    const materials = rows.map((row) => viewMaterial(row, uses.get(row.sha256)));
    return { total, page, page_size: pageSize, materials };
  }

  async tags(): Promise<MaterialTags> {
    return { tags: await listMaterialTags(this.#db) };
  }

  /** @throws NOT_FOUND */
  async find(sha256: string): Promise<StoredMaterial> {
    return await this.#store.probed(await getMaterial(this.#db, sha256));
  }

  /** @throws NOT_FOUND */
  async read(sha256: string): Promise<MaterialDetail> {
    const stored = await this.find(sha256);
    return await atOneMoment(this.#db, async (tx) => {
      const row = await getMaterial(tx, sha256);
      const uses = await countUses(tx, [sha256]);
      return {
        ...viewMaterial(row, uses.get(sha256)),
        uses: (await listUses(tx, sha256, MAX_USES_SHOWN)).map(viewUse),
        needed_by: (await listTasksInNeed(tx, sha256)).map((task) => task.id),
        fits: viewFits(stored),
      };
    });
  }

  /** What somebody describes, or has sent, is in the library from then on. @throws NOT_FOUND */
  async update(
    sha256: string,
    { name, tags, caption, sort_order, in_library = true }: UpdateMaterial,
  ): Promise<Material> {
    const row = await setMaterial(this.#db, sha256, {
      in_library,
      ...(name === undefined ? {} : { original_name: plainName(name) }),
      ...(tags === undefined ? {} : { tags: normalTags(tags) }),
      ...(caption === undefined ? {} : { caption }),
      ...(sort_order === undefined ? {} : { sort_order }),
    });
    return await this.#view(row);
  }

  /** Says of a file that has been sent what its sender says of it; tags are added to those it has. */
  async describe(received: Received, fields: UploadFields): Promise<Uploaded> {
    if (!received.complete) {
      return { complete: false, received_bytes: received.receivedBytes, created: false, material: null };
    }
    const { sha256, sizeBytes } = received.material;
    const { tags, caption } = await getMaterial(this.#db, sha256);
    const said = { ...fields, tags: [...tags, ...(fields.tags ?? [])] };
    const material = await this.update(sha256, { ...said, caption: fields.caption ?? caption });
    return { complete: true, received_bytes: sizeBytes, created: received.created, material };
  }

  async #view(row: MaterialRow): Promise<Material> {
    return viewMaterial(row, (await countUses(this.#db, [row.sha256])).get(row.sha256));
  }
}
