/** Holds the sources to rooms.json: who may import whom, which package and which word is at home where. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob, normalize } from 'node:path';
import { type Import, importsOf, lineOf, readSource, type SourceText } from './source-text.ts';

interface Room {
  readonly files: readonly string[];
  readonly imports: readonly string[];
  /** Whether its folders may not import one another. */
  readonly apart?: true;
  /** False for a room that may not even import what all others may. */
  readonly common?: boolean;
}

interface Word {
  /** A regular expression, looked for outside of comments. */
  readonly word: string;
  readonly rooms: readonly string[];
  readonly why: string;
}

export interface RoomTable {
  /** Rooms that every other one may import. */
  readonly common: readonly string[];
  readonly rooms: Readonly<Record<string, Room>>;
  /** Package, or `@scope/`, to the only rooms that may use it. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
  readonly words: readonly Word[];
}

interface File {
  readonly path: string;
  readonly room: string;
  readonly text: SourceText;
}

/** @returns one sentence with path and line for each line in the wrong room; none when all is well. */
export function violations(root: string, table: RoomTable): readonly string[] {
  const paths = globSync(['src/**/*.ts', 'web/**/*.{ts,tsx}'], { cwd: root }).map((path) => path.replaceAll('\\', '/'));
  return paths.sort().flatMap((path) => {
    const [room, ...others] = roomsOf(path, table);
    if (room === undefined || others.length > 0)
      return [`${path}: is in ${room === undefined ? 'no room' : `${room} and ${others.join(', ')}`} of rooms.json`];
    const file = { path, room, text: readSource(readFileSync(join(root, path), 'utf8')) };
    return [...importViolations(file, table), ...wordViolations(file, table), ...shapeViolations(file)];
  });
}

function roomsOf(path: string, { rooms }: RoomTable): readonly string[] {
  return Object.entries(rooms).flatMap(([name, { files }]) =>
    files.some((glob) => matchesGlob(path, glob)) ? [name] : [],
  );
}

function importViolations(file: File, table: RoomTable): readonly string[] {
  return importsOf(file.text).flatMap((found) => {
    const problem = importProblem(file, found, table);
    return problem === null ? [] : [`${file.path}:${found.line}: ${problem}`];
  });
}

function importProblem(file: File, { specifier }: Import, table: RoomTable): string | null {
  if (specifier === null) return 'an import() must be written out, so that it can be checked';
  if (!specifier.startsWith('.')) return packageProblem(file.room, specifier, table);
  if (!/\.(tsx?|json|css)$/.test(specifier)) return `"${specifier}" lacks its extension`;
  const target = normalize(join(dirname(file.path), specifier)).replaceAll('\\', '/');
  const [room] = roomsOf(target, table);
  if (room === undefined) return `"${specifier}" leads out of the rooms`;
  if (room === file.room && table.rooms[room]?.apart === true && folderOf(target) !== folderOf(file.path))
    return `the folders of ${room} may not import one another ("${specifier}")`;
  return mayImport(file.room, room, table) ? null : `${file.room} may not import ${room} ("${specifier}")`;
}

/** `web/features/tasks/list.tsx` → `web/features/tasks`. */
function folderOf(path: string): string {
  return path.split('/').slice(0, 3).join('/');
}

function mayImport(from: string, to: string, { rooms, common }: RoomTable): boolean {
  const room = rooms[from];
  if (room === undefined) return false;
  return from === to || room.imports.includes(to) || (common.includes(to) && room.common !== false);
}

function packageProblem(room: string, specifier: string, { packages }: RoomTable): string | null {
  const found = Object.entries(packages).find(([name]) => isOf(specifier, name));
  return found === undefined || found[1].includes(room) ? null : `only ${found[1].join(', ')} may use ${specifier}`;
}

/** `@scope/` stands for all packages of a scope. */
function isOf(specifier: string, name: string): boolean {
  return name.endsWith('/') ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`);
}

function wordViolations({ path, room, text }: File, { words }: RoomTable): readonly string[] {
  const foreign = words.filter(({ rooms }) => !rooms.includes(room));
  return foreign.flatMap(({ word, rooms, why }) =>
    [...text.code.matchAll(new RegExp(word, 'g'))].map(
      (match) => `${path}:${lineOf(text.code, match.index)}: "${match[0]}" is said only in ${rooms.join(', ')}: ${why}`,
    ),
  );
}

function shapeViolations({ path, text }: File): readonly string[] {
  const found: string[] = [];
  if (/(^|\/)index\.ts$/.test(path)) found.push(`${path}: there are no index files`);
  const defaultExport = /\bexport\s+default\b|\bas\s+default\b/.exec(text.bare);
  if (defaultExport !== null)
    found.push(`${path}:${lineOf(text.bare, defaultExport.index)}: there are no default exports`);
  return found;
}
