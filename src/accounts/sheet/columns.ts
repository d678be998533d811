import { nearest } from '../../kit/nearest.ts';
import { unreadable } from './table.ts';

export type Field = 'platform' | 'username' | 'display_name' | 'serial' | 'enabled' | 'tags' | 'notes';

export interface Column {
  readonly field: Field;
  /** TikMatrix's `status` says 0 for enabled and 1 for disabled, the other way round than a yes-or-no column. */
  readonly isStatus: boolean;
  /** As it is written in the sheet. */
  readonly heading: string;
  readonly index: number;
}

export interface Columns {
  readonly known: readonly Column[];
  /** Headings of columns that are not read. */
  readonly ignored: readonly string[];
  /** Columns whose headings promise a secret. */
  readonly secret: readonly { readonly heading: string; readonly index: number }[];
}

/**
 * Headings without case, accents, spaces, hyphens, underscores and dots. The first of each is our own; `device`,
 * `nickname` and `status` are TikMatrix's (https://www.tikmatrix.com/docs/tutorial-basics/manage-accounts, "Excel column
 * reference"), the rest is what people call the same things in English and Spanish.
 */
const ALIASES: Readonly<Record<Field, string>> = Object.freeze({
  platform: 'platform app network socialnetwork plataforma red redsocial aplicacion',
  username: 'username user handle account accountname usuario nombredeusuario nombreusuario cuenta',
  display_name: 'displayname nickname name fullname nombre nombrevisible nombreparamostrar apodo',
  serial: 'serial device deviceserial deviceid serialnumber serialno phoneserial udid dispositivo serie numerodeserie',
  enabled: 'enabled active isenabled isactive activo activa activada habilitado habilitada status estado',
  tags: 'tags tag label labels group groups etiqueta etiquetas grupo grupos',
  notes: 'notes note comment comments remark remarks nota notas comentario comentarios observaciones',
});

const FIELD_OF = new Map(
  (Object.entries(ALIASES) as [Field, string][]).flatMap(([field, names]) =>
    names.split(' ').map((name) => [name, field] as const),
  ),
);

const STATUS_NAMES: ReadonlySet<string> = new Set(['status', 'estado']);

/** Known and of no use here: TikMatrix's other columns, and those of ours that are only told. */
const READ_ONLY: ReadonlySet<string> = new Set(
  'id email correo deviceindex logined country followers following hearts videos friends lastpostat lastcheckat signedin createdat updatedat'.split(
    ' ',
  ),
);

/** In a heading, in the languages of those who sell and keep accounts. */
const SECRET =
  /pass|pwd|contrasen|clave|secret|2fa|mfa|twofactor|totp|otp|token|cookie|session|sesion|pin$|authkey|backupcode|recovery|recuperacion|senha|motdepasse|passwort|kennwort|haslo|parola|sandi|sifre|matkhau|парол|密码|密碼|密匙|秘钥|パスワード|비밀번호/u;

/** What can be written in place of a heading that means nothing here. */
const OWN_NAMES = Object.keys(ALIASES);

/** Finds out what each column of a sheet is. @throws INVALID_PARAMETER when it names no accounts, or one thing twice. */
export function readHeadings(headings: readonly string[]): Columns {
  const known: Column[] = [];
  const ignored: string[] = [];
  const secret: { heading: string; index: number }[] = [];
  for (const [index, written] of headings.entries()) {
    const heading = written.trim();
    const name = plain(heading);
    if (name === '') continue;
    const field = FIELD_OF.get(name);
    if (field !== undefined) known.push({ field, isStatus: STATUS_NAMES.has(name), heading: shown(heading), index });
    else if (isSecret(name)) secret.push({ heading: shown(heading), index });
    else ignored.push(shown(heading));
  }
  assertUsable(known);
  return { known, ignored, secret };
}

/** How many of them are headings of account sheets. */
export function countHeadings(headings: readonly string[]): number {
  return headings.map(plain).filter((name) => FIELD_OF.has(name) || READ_ONLY.has(name) || isSecret(name)).length;
}

/** What to do about a heading that is not read; null where nothing is. */
export function adviceOn(heading: string): string | null {
  const name = plain(heading);
  return READ_ONLY.has(name) ? null : nearest(name, OWN_NAMES);
}

function isSecret(name: string): boolean {
  return SECRET.test(name) && !READ_ONLY.has(name);
}

function assertUsable(known: readonly Column[]): void {
  if (!known.some(({ field }) => field === 'username')) {
    // What stands there may be data of a sheet without headings, so it is not repeated.
    throw unreadable(`has no column "username" in its first row; write headings there: ${OWN_NAMES.join(', ')}`);
  }
  for (const [field, columns] of Map.groupBy(known, (column) => column.field)) {
    if (columns.length < 2) continue;
    const names = columns.map(({ heading }) => `"${heading}"`).join(' and ');
    throw unreadable(`has ${names}, which both mean ${field}; keep one of them`);
  }
}

function plain(heading: string): string {
  return heading
    .normalize('NFKD')
    .replaceAll(/[\p{M}\s_\-.'"()*]/gu, '')
    .toLowerCase();
}

const MAX_SHOWN_UNITS = 60;

function shown(heading: string): string {
  return heading.length > MAX_SHOWN_UNITS ? `${heading.slice(0, MAX_SHOWN_UNITS)}…` : heading;
}
