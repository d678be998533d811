import type { Reader } from '../database.ts';

/** Rows of one question; the files of a million attempts need not be in memory at once. */
const PAGE_ROWS = 1_000;

export interface KeptMaterial {
  readonly sha256: string;
  readonly extension: string;
}

/** The materials there are, a page at a time. */
export async function* keptMaterials(db: Reader): AsyncGenerator<readonly KeptMaterial[]> {
  for (let after = ''; ; ) {
    const page = await db
      .selectFrom('materials')
      .select(['sha256', 'extension'])
      .where('sha256', '>', after)
      .orderBy('sha256')
      .limit(PAGE_ROWS)
      .execute();
    if (page.length === 0) return;
    yield page;
    after = page.at(-1)?.sha256 ?? '';
  }
}

/** What the attempts say they have kept, a page of attempts at a time: paths below the evidence folder. */
export async function* keptEvidence(db: Reader): AsyncGenerator<readonly string[]> {
  for (let after = 0; ; ) {
    const page = await db
      .selectFrom('attempts')
      .select(['id', 'evidence'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE_ROWS)
      .execute();
    if (page.length === 0) return;
    yield page.flatMap(({ evidence }) =>
      (evidence as readonly { readonly path?: unknown }[]).map(({ path }) => String(path)),
    );
    after = page.at(-1)?.id ?? 0;
  }
}
