/** MediaStore as a table: which rows a URI names and what stands in their columns. */
import type { Machine } from '../../../machine/machine.ts';
import { collectionOf, type StoredRow } from '../../../machine/media.ts';
import type { SqlRow, SqlValue } from './sql.ts';

/** Volumes came with Android 10; before it there is only `external`. */
const VOLUMES_SINCE_SDK = 29;
const OWNER_SINCE_SDK = 29;
const VIDEO = 3;
const IMAGE = 1;

/** `content://media/external/video/media[/ID]`, `…/images/media[/ID]` and `…/file[/ID]`; null for any other. */
export function rowsOf(machine: Machine, uri: string): readonly StoredRow[] | null {
  const match = /^content:\/\/media\/([a-z_]+)\/(video\/media|images\/media|file)(?:\/(\d+))?\/?$/.exec(uri);
  if (!match) return null;
  const [, volume, collection, id] = match;
  if (volume !== 'external' && !(volume === 'external_primary' && machine.sdk >= VOLUMES_SINCE_SDK)) return null;
  return machine.media
    .rows()
    .filter(
      (row) =>
        (collection === 'file' || collectionOf(row.kind) === collection) && (id === undefined || row.id === Number(id)),
    );
}

/** In the order in which a query without projection shows them. */
export function toSqlRow(row: StoredRow, sdk: number): SqlRow {
  const { scanned } = row;
  const name = row.path.slice(row.path.lastIndexOf('/') + 1);
  const directory = row.path.slice(0, row.path.lastIndexOf('/'));
  const values: [string, SqlValue][] = [
    ['_id', row.id],
    ['_data', row.path],
    ['_display_name', name],
    ['_size', scanned?.sizeBytes ?? null],
    ['mime_type', row.mime],
    ['title', name.replace(/\.[^.]*$/, '')],
    ['date_added', row.dateAddedSeconds],
    ['date_modified', row.dateModifiedSeconds],
    ['datetaken', scanned ? row.dateModifiedSeconds * 1000 : null],
    ['bucket_display_name', directory.slice(directory.lastIndexOf('/') + 1)],
    ['width', scanned?.media?.widthPx ?? null],
    ['height', scanned?.media?.heightPx ?? null],
    ['duration', scanned?.media?.durationMs ?? null],
    ['media_type', row.kind === 'video' ? VIDEO : IMAGE],
    ['orientation', row.kind === 'image' ? 0 : null],
  ];
  if (sdk >= OWNER_SINCE_SDK) {
    values.push(
      ['is_pending', 0],
      ['relative_path', `${directory.slice('/storage/emulated/0/'.length)}/`],
      ['owner_package_name', null],
      ['volume_name', 'external_primary'],
    );
  }
  return new Map(values);
}

export function columnsOf(sdk: number): readonly string[] {
  const sample: StoredRow = {
    id: 0,
    kind: 'video',
    path: '/storage/emulated/0/x/x',
    mime: '',
    dateAddedSeconds: 0,
    dateModifiedSeconds: 0,
    scanned: null,
  };
  return [...toSqlRow(sample, sdk).keys()];
}
