import type { NewView, SavedView, ViewChange } from '../contract/view.ts';
import { PostwrightError } from '../errors.ts';
import type { Db } from '../storage/database.ts';
import { deleteView, insertView, listViews, lockViews, setView, type ViewRow } from '../storage/views.ts';

/** More than anybody finds their way in. */
const MAX_VIEWS = 500;

/** The filters that people keep under a name. */
export async function savedViews(db: Db): Promise<SavedView[]> {
  return (await listViews(db)).map(viewOf);
}

/** @throws STATE_CONFLICT when the page has one of that name, or there are too many. */
export async function saveView(db: Db, { page, name, query }: NewView): Promise<SavedView> {
  const view = { page, name: name.trim(), query };
  const row = await db.transaction().execute(async (tx) => {
    const others = await lockViews(tx);
    if (others.length >= MAX_VIEWS)
      throw new PostwrightError('STATE_CONFLICT', `There are ${MAX_VIEWS} saved views already; delete one first.`);
    refuseSameName(others, view);
    return await insertView(tx, view);
  });
  return viewOf(row);
}

/** @throws NOT_FOUND; STATE_CONFLICT when the page has another one of that name. */
export async function changeView(db: Db, id: number, { name, query }: ViewChange): Promise<SavedView> {
  const changes = { ...(name === undefined ? {} : { name: name.trim() }), ...(query === undefined ? {} : { query }) };
  const row = await db.transaction().execute(async (tx) => {
    const all = await lockViews(tx);
    const view = all.find((each) => each.id === id) ?? missing(id);
    refuseSameName(
      all.filter((each) => each.id !== id),
      { ...view, ...changes },
    );
    return await setView(tx, id, changes);
  });
  return viewOf(row);
}

/** @throws NOT_FOUND */
export async function removeView(db: Db, id: number): Promise<void> {
  if (!(await deleteView(db, id))) missing(id);
}

function refuseSameName(others: readonly ViewRow[], { page, name }: Pick<ViewRow, 'page' | 'name'>): void {
  if (!others.some((other) => other.page === page && other.name.toLowerCase() === name.toLowerCase())) return;
  throw new PostwrightError('STATE_CONFLICT', `There is a view called "${name}" already.`);
}

function missing(id: number): never {
  throw new PostwrightError('NOT_FOUND', `There is no saved view ${id}.`);
}

function viewOf({ created_at: at, ...view }: ViewRow): SavedView {
  return { ...view, page: view.page as SavedView['page'], created_at: at.toISOString() };
}
