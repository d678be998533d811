import { type Static, Type } from 'typebox';

import { Id, Timestamp } from './common.ts';

const ViewName = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '\\S',
  'x-expected': 'a name',
  examples: ['Failed today'],
});
const ViewFilter = Type.String({
  maxLength: 2000,
  description: 'The query of the page, as its address has it.',
  examples: ['q=state:failed+due:today'],
});
const ViewPage = Type.Enum(['tasks', 'calendar', 'phones', 'accounts', 'library'], {
  description: 'The page of the console that it belongs to.',
});

export const SavedView = Type.Object(
  { id: Id, page: ViewPage, name: ViewName, query: ViewFilter, created_at: Timestamp },
  { title: 'SavedView' },
);
export type SavedView = Static<typeof SavedView>;

export const NewView = Type.Object(
  { page: ViewPage, name: ViewName, query: ViewFilter },
  { additionalProperties: false, title: 'NewView' },
);
export type NewView = Static<typeof NewView>;

export const ViewChange = Type.Object(
  { name: Type.Optional(ViewName), query: Type.Optional(ViewFilter) },
  { additionalProperties: false, minProperties: 1, title: 'ViewChange' },
);
export type ViewChange = Static<typeof ViewChange>;

export const SavedViews = Type.Object(
  { views: Type.Array(SavedView, { description: 'By page and name.' }) },
  { title: 'SavedViews' },
);
export type SavedViews = Static<typeof SavedViews>;
