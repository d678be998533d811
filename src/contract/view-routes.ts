import { Type } from 'typebox';

import { Id } from './common.ts';
import { API_PREFIX, type RouteSpec } from './route-spec.ts';
import { Deleted, NoBody } from './task-actions.ts';
import { NewView, SavedView, SavedViews, ViewChange } from './view.ts';

const VIEW = `${API_PREFIX}/view`;
const ViewId = Type.Object({ id: Id });

/** Kept by the server, so that a team sees the same ones and a browser that forgets takes none of them away. */
export const VIEW_ROUTES = {
  listViews: {
    method: 'GET',
    path: VIEW,
    tag: 'view',
    summary: 'List the saved views of the console',
    data: SavedViews,
    errors: [],
  },
  createView: {
    method: 'POST',
    path: VIEW,
    tag: 'view',
    summary: 'Save a view',
    body: NewView,
    data: SavedView,
    errors: ['STATE_CONFLICT'],
  },
  updateView: {
    method: 'PATCH',
    path: `${VIEW}/{id}`,
    tag: 'view',
    summary: 'Rename a view, or give it another query',
    params: ViewId,
    body: ViewChange,
    data: SavedView,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  deleteView: {
    method: 'DELETE',
    path: `${VIEW}/{id}`,
    tag: 'view',
    summary: 'Delete a view',
    params: ViewId,
    body: NoBody,
    bodyOptional: true,
    data: Deleted,
    errors: ['NOT_FOUND'],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;
