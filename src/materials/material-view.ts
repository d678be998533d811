import type { Material, MaterialDetail } from '../contract/material.ts';
import { API_PREFIX } from '../contract/route-spec.ts';
import { type MaterialUseRow, type UseCount, usedAs } from '../storage/material-uses.ts';
import type { MaterialRow } from '../storage/materials.ts';
import { checkFormat } from './check-format.ts';
import { FORMAT_RULES, type FormatKind, type FormatPlatform } from './format-rules.ts';
import { factColumns, materialOf, type StoredMaterial } from './material.ts';

export function viewMaterial(row: MaterialRow, used: UseCount | undefined): Material {
  const { facts, ...material } = materialOf(row);
  const url = `${API_PREFIX}/material/${row.sha256}`;
  return {
    sha256: row.sha256,
    name: material.name,
    kind: material.kind,
    mime: material.mime,
    size_bytes: material.sizeBytes,
    ...factColumns(facts),
    tags: row.tags,
    caption: row.caption,
    sort_order: row.sort_order,
    in_library: row.in_library,
    use_count: used?.count ?? 0,
    last_used_at: used?.lastAt.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    source: `material://${row.sha256}`,
    file_url: `${url}/file`,
    thumbnail_url: `${url}/thumbnail`,
  };
}

export function viewUse(use: MaterialUseRow): MaterialDetail['uses'][number] {
  const { task_id, platform, serial, rehearsal, created_at } = use;
  return { task_id, platform, username: usedAs(use), serial, rehearsal, at: created_at.toISOString() };
}

/** What each app makes of it, for every kind of post that takes such a file. */
export function viewFits(material: StoredMaterial): MaterialDetail['fits'] {
  return (Object.keys(FORMAT_RULES) as FormatPlatform[]).flatMap((platform) =>
    (Object.keys(FORMAT_RULES[platform]) as FormatKind[])
      .filter((kind) => FORMAT_RULES[platform][kind]?.[material.kind] !== undefined)
      .map((kind) => {
        const { errors, warnings } = checkFormat(platform, kind, material);
        return { platform, kind, errors: [...errors], warnings: [...warnings] };
      }),
  );
}
