import { type Static, Type } from 'typebox';

import { Id, Nullable, Platform, Serial, Sha256, Timestamp } from './common.ts';
import { MAX_PAGE, MAX_PAGE_SIZE } from './task-list.ts';

/** What a FAT-formatted phone storage and TikTok itself take at most. */
export const MAX_MATERIAL_BYTES = 4 * 1024 ** 3 - 1;

export const MaterialKind = Type.Enum(['video', 'image']);

const CAPTION_UNITS = 4000;
const TAG_UNITS = 50;
const MAX_TAGS = 50;
/** PostgreSQL's integer. */
const SORT_ORDER = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 } as const;

/** A comma parts the tags of `materials_tags`. */
const Tag = Type.String({
  maxLength: TAG_UNITS,
  pattern: '^[^\\S\\r\\n]*[^\\s,][^,\\r\\n]*$',
  'x-expected': `a word or a few, of at most ${TAG_UNITS} characters, without commas`,
  examples: ['summer'],
});
const Tags = Type.Array(Tag, { maxItems: MAX_TAGS, description: 'Kept in lower case, each once.' });
const Caption = Type.Union([Type.String({ maxLength: CAPTION_UNITS }), Type.Null()], {
  'x-expected': `at most ${CAPTION_UNITS} characters, or null for none`,
  description: 'A caption of its own, for tasks that bring none.',
});
const SortOrder = Type.Integer({
  ...SORT_ORDER,
  description: 'Among materials used equally often, lower ones are picked first.',
});

const FACTS = {
  container: Nullable(Type.String({ examples: ['mp4'] })),
  video_codec: Nullable(Type.String({ examples: ['h264'] })),
  audio_codec: Nullable(Type.String({ examples: ['aac'] })),
  width_px: Nullable(Type.Integer(), { description: 'As shown: the rotation is applied.' }),
  height_px: Nullable(Type.Integer()),
  rotation_degrees: Nullable(Type.Integer()),
  duration_ms: Nullable(Type.Integer()),
  frame_rate: Nullable(Type.Number()),
} as const;

export const Material = Type.Object(
  {
    sha256: Sha256,
    name: Type.String({ description: 'As the file was called when it first came.' }),
    kind: MaterialKind,
    mime: Type.String({ examples: ['video/mp4'] }),
    size_bytes: Type.Integer(),
    ...FACTS,
    tags: Type.Array(Type.String()),
    caption: Nullable(Type.String()),
    sort_order: Type.Integer(),
    in_library: Type.Boolean({
      description: 'Whether picks may take it: it was sent here or described, and not only brought by a task.',
    }),
    use_count: Type.Integer({ description: 'Tasks made to publish it, rehearsals aside.' }),
    last_used_at: Nullable(Timestamp, { description: 'When the last of them was made.' }),
    created_at: Timestamp,
    source: Type.String({ description: 'What material_list takes.', examples: [`material://${'0'.repeat(64)}`] }),
    file_url: Type.String(),
    thumbnail_url: Type.String(),
  },
  { title: 'Material' },
);
export type Material = Static<typeof Material>;

const MaterialUse = Type.Object(
  {
    task_id: Nullable(Id, { description: 'Null when the task has been deleted.' }),
    platform: Type.Enum(Platform.enum),
    username: Nullable(Type.String(), { description: 'Null until it is known who was current in the app.' }),
    serial: Serial,
    rehearsal: Type.Boolean(),
    at: Timestamp,
  },
  { title: 'MaterialUse' },
);

const MaterialFit = Type.Object(
  {
    platform: Type.Enum(Platform.enum),
    kind: Type.Enum(['video', 'images', 'reel', 'story']),
    errors: Type.Array(Type.String(), { description: 'Why the app would refuse it.' }),
    warnings: Type.Array(Type.String(), { description: 'What the app would change about it.' }),
  },
  { title: 'MaterialFit' },
);

export const MaterialDetail = Type.Object(
  {
    ...Material.properties,
    uses: Type.Array(MaterialUse, { description: 'The newest first, 200 at most.' }),
    needed_by: Type.Array(Id, { description: 'The pending and running tasks that publish it.' }),
    fits: Type.Array(MaterialFit, { description: 'What each app makes of it.' }),
  },
  { title: 'MaterialDetail' },
);
export type MaterialDetail = Static<typeof MaterialDetail>;

/** What is left out stays as it is. */
export const UpdateMaterial = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    tags: Type.Optional(Tags),
    caption: Type.Optional(Caption),
    sort_order: Type.Optional(SortOrder),
    in_library: Type.Optional(
      Type.Boolean({
        default: true,
        description: 'false keeps picks from it; any other change puts it into the library.',
      }),
    ),
  },
  { additionalProperties: false, minProperties: 1, title: 'UpdateMaterial' },
);
export type UpdateMaterial = Static<typeof UpdateMaterial>;

export const MaterialListQuery = Type.Object(
  {
    kind: Type.Optional(Type.Enum(MaterialKind.enum)),
    tag: Type.Optional(
      Type.String({ minLength: 1, maxLength: 500, description: 'Comma-separated; all of them must be there.' }),
    ),
    q: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'Part of the name, the caption or a tag; upper and lower case are the same.',
      }),
    ),
    used: Type.Optional(Type.Boolean({ description: 'Whether a task was ever made to publish it.' })),
    sort: Type.Optional(
      Type.Enum(
        ['-created_at', 'created_at', 'name', '-name', 'size_bytes', '-size_bytes', 'sort_order', '-sort_order'],
        { default: '-created_at' },
      ),
    ),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE, default: 1 })),
    page_size: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE_SIZE, default: 20 })),
  },
  { additionalProperties: false, title: 'MaterialListQuery' },
);
export type MaterialListQuery = Static<typeof MaterialListQuery>;

export const MaterialList = Type.Object(
  {
    total: Type.Integer({ description: 'All materials that fit the filters, on whatever page.' }),
    page: Type.Integer(),
    page_size: Type.Integer(),
    materials: Type.Array(Material),
  },
  { title: 'MaterialList' },
);
export type MaterialList = Static<typeof MaterialList>;

export const MaterialTags = Type.Object(
  {
    tags: Type.Array(Type.Object({ tag: Type.String(), materials: Type.Integer({ minimum: 1 }) }), {
      description: 'By name.',
    }),
  },
  { title: 'MaterialTags' },
);
export type MaterialTags = Static<typeof MaterialTags>;

export const UploadQuery = Type.Object(
  {
    sha256: Type.Optional({ ...Sha256, description: 'Of the whole file. With it, a cut upload can be resumed.' }),
    size_bytes: Type.Optional(Type.Integer({ minimum: 1, description: 'Of the whole file; required with sha256.' })),
    offset: Type.Optional(
      Type.Integer({ minimum: 0, default: 0, description: 'Where the sent bytes belong; only with sha256.' }),
    ),
  },
  { additionalProperties: false, title: 'UploadQuery' },
);
export type UploadQuery = Static<typeof UploadQuery>;

/** The parts of the form, in any order. */
export const UploadForm = Type.Object(
  {
    file: Type.String({ format: 'binary', description: 'The bytes from `offset` on.' }),
    tags: Type.Optional(Type.String({ description: 'Comma-separated; added to those it has.' })),
    caption: Type.Optional(Type.String({ maxLength: CAPTION_UNITS })),
    sort_order: Type.Optional(SortOrder),
  },
  { title: 'UploadForm' },
);

/** The texts of the form, once they are read as what they mean. */
export const UploadFields = Type.Object(
  {
    tags: Type.Optional(Tags),
    caption: Type.Optional(Caption),
    sort_order: Type.Optional(SortOrder),
  },
  { additionalProperties: false },
);
export type UploadFields = Static<typeof UploadFields>;

export const Uploaded = Type.Object(
  {
    complete: Type.Boolean({ description: 'Whether the file is in the library now.' }),
    received_bytes: Type.Integer(),
    created: Type.Boolean({ description: 'False when the library had it already.' }),
    material: Nullable(Material),
  },
  { title: 'Uploaded' },
);
export type Uploaded = Static<typeof Uploaded>;

export const UploadProgress = Type.Object(
  {
    sha256: Sha256,
    received_bytes: Type.Integer({ description: 'Go on from this offset.' }),
    complete: Type.Boolean({ description: 'Whether the file is in the library: nothing needs to be sent.' }),
  },
  { title: 'UploadProgress' },
);
export type UploadProgress = Static<typeof UploadProgress>;

export const DeleteMaterialQuery = Type.Object(
  {
    force: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Delete although pending tasks need it: they fail with MATERIAL_DELETED.',
      }),
    ),
  },
  { additionalProperties: false },
);

export const MaterialDeleted = Type.Object(
  {
    deleted: Type.Literal(true),
    failed_task_ids: Type.Array(Id, { description: 'The pending tasks that failed for it.' }),
  },
  { title: 'MaterialDeleted' },
);
export type MaterialDeleted = Static<typeof MaterialDeleted>;
