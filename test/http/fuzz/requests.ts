import fc from 'fast-check';

import type { RouteSpec } from '../../../src/contract/route-spec.ts';
import { arbitraryOf, type Known, type Schema } from '../../support/schema-arbitrary.ts';
import { hostileText, hostileValue, mutated, toJson } from './hostile.ts';

/** A request as its bytes, so that nothing on this side mends it. */
export interface FuzzedRequest {
  readonly method: string;
  /** Path and query, written as they are sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

type Texts = Readonly<Record<string, unknown>>;

/** Requests for a route: right ones by its schemas, and such as have one mistake. */
export function requestsFor(spec: RouteSpec, known: Known): fc.Arbitrary<FuzzedRequest> {
  return fc
    .record({
      params: part(spec.params, known),
      query: part(spec.query, known),
      headers: part(spec.headers, known),
      body: bodyOf(spec, known),
    })
    .map(({ params, query, headers, body }) => ({
      method: spec.method,
      target: pathOf(spec.path, params) + queryOf(query),
      headers: { ...typed(body), ...headersOf(headers) },
      body: body.bytes,
    }));
}

const RIGHT = 3;
const WRONG = 2;

/** A part of a request: right, or with a mistake. */
function part(schema: RouteSpec['params'], known: Known): fc.Arbitrary<Texts> {
  const right = arbitraryOf(plain(schema ?? {}), known) as fc.Arbitrary<Texts>;
  if (schema === undefined)
    return fc.oneof({ arbitrary: fc.constant({}), weight: RIGHT * 3 }, fc.dictionary(fc.string(), hostileText));
  const wrong = right.chain(mutated).map((value) => (isRecord(value) ? value : {}));
  return fc.oneof({ arbitrary: right, weight: RIGHT }, { arbitrary: wrong, weight: WRONG });
}

function isRecord(value: unknown): value is Texts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** TypeBox keeps marks of its own beside the schema. */
export function plain(schema: object): Schema {
  return JSON.parse(JSON.stringify(schema)) as Schema;
}

interface Body {
  readonly bytes: Uint8Array | null;
  readonly type: string | null;
}

const JSON_TYPE = 'application/json';
const BOUNDARY = 'fuzz';
const NO_BODY: Body = { bytes: null, type: null };

function bodyOf(spec: RouteSpec, known: Known): fc.Arbitrary<Body> {
  if (spec.form !== undefined) return formOf(plain(spec.form), known);
  if (spec.upload !== undefined) return sheet;
  if (spec.body === undefined) return fc.oneof({ arbitrary: fc.constant(NO_BODY), weight: 6 }, odd(fc.constant('{}')));
  const schema = plain(spec.body);
  const right = arbitraryOf(schema, known, schema.title);
  const asJson = (value: unknown): Body => ({ bytes: Buffer.from(toJson(value ?? null)), type: JSON_TYPE });
  return fc.oneof(
    { arbitrary: right.map(asJson), weight: 4 },
    { arbitrary: right.chain(mutated).map(asJson), weight: 5 },
    { arbitrary: odd(right.map(toJson)), weight: 2 },
    { arbitrary: hostileValue.map(asJson), weight: 1 },
    { arbitrary: fc.constant(NO_BODY), weight: 1 },
  );
}

/** JSON that is written, typed or cut wrong. */
function odd(json: fc.Arbitrary<string>): fc.Arbitrary<Body> {
  const spoilt = fc.tuple(json, fc.nat({ max: 7 }), fc.nat()).map(([text, how, at]): Uint8Array => {
    const bytes = Buffer.from(text);
    const cut = bytes.length === 0 ? 0 : at % bytes.length;
    const ways = [
      () => Buffer.concat([Buffer.from('\ufeff'), bytes]),
      () => bytes.subarray(0, cut),
      () => Buffer.concat([bytes.subarray(0, cut), Buffer.from([0xff, 0xc0, 0x00]), bytes.subarray(cut)]),
      () => Buffer.from(text, 'utf16le'),
      () => Buffer.concat([bytes, bytes]),
      () => Buffer.from(text.replace('{', '{"script_name":"post","script_name":"x","task_ids":[1],')),
      () => Buffer.from(`[${text}]`),
      () => bytes,
    ];
    return (ways[how] ?? ways[0] ?? (() => bytes))();
  });
  const types = [
    JSON_TYPE,
    'application/json; charset=utf-16',
    'text/plain',
    'multipart/form-data',
    '',
    'a/b/c',
    '\u00ff',
  ];
  return fc.record({ bytes: spoilt, type: fc.constantFrom(...types) });
}

function formOf(schema: Schema, known: Known): fc.Arbitrary<Body> {
  const { file: _, ...fields } = schema.properties ?? {};
  const texts = arbitraryOf({ type: 'object', properties: fields }, known) as fc.Arbitrary<Texts>;
  const parts = fc.oneof(
    texts,
    fc
      .tuple(texts, hostileText, fc.constantFrom(...Object.keys(fields), '__proto__', 'file'))
      .map(([all, text, name]) => Object.fromEntries([...Object.entries(all), [name, text]])),
  );
  const file = fc.oneof(
    fc.constantFrom(...(known.file ?? ['x'])).map((bytes) => Buffer.from(bytes as Uint8Array)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  );
  const end = fc.constantFrom(`--${BOUNDARY}--\r\n`, `--${BOUNDARY}--\r\n`, `--${BOUNDARY}--\r\n`, `--${BOUNDARY}`, '');
  return fc.record({ parts, file, name: hostileText, end }).map(({ parts: sent, file: bytes, name, end: tail }) => {
    const before = Object.entries(sent).map(([field, value]) => partOf(`name="${field}"`, Buffer.from(String(value))));
    const filename = name.replaceAll(/["\r\n]/g, (sign) => encodeURIComponent(sign));
    const all = [...before, partOf(`name="file"; filename="${filename}"`, bytes), Buffer.from(tail)];
    return { bytes: Buffer.concat(all), type: `multipart/form-data; boundary=${BOUNDARY}` };
  });
}

function partOf(disposition: string, content: Uint8Array): Buffer {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n')]);
}

const HEADINGS = 'username,platform,display_name,serial,enabled,tags,notes';
const cell = fc.oneof(
  fc.string({ maxLength: 10 }),
  hostileText,
  fc.constantFrom('ana', 'tiktok', 'PHONE1', 'true', '-'),
);
const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 8 }), { maxLength: 4 });
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const sheet: fc.Arbitrary<Body> = fc.oneof(
  fc.tuple(rows, fc.constantFrom('text/csv', '', 'application/json', 'a')).map(([cells, type]) => ({
    bytes: Buffer.from([HEADINGS, ...cells.map((row) => row.map(quoted).join(','))].join('\n')),
    type,
  })),
  fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.boolean()).map(([bytes, isZip]) => ({
    bytes: isZip ? Buffer.concat([Buffer.from('PK\x03\x04'), bytes]) : bytes,
    type: 'application/octet-stream',
  })),
  hostileText.map((text) => ({ bytes: Buffer.from(`username,${text}\nana,${text}`), type: 'text/csv' })),
);

function typed({ type }: Body): Record<string, string> {
  return type === null ? {} : { 'Content-Type': type };
}

/** Now and then an escape is one that no text has. */
function pathOf(path: string, params: Texts): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => escaped(textOf(params[name])) || '%20');
}

function queryOf(query: Texts): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => `${escaped(name)}=${escaped(textOf(each))}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** As much as a request line may hold. */
const MAX_TARGET_UNITS = 3000;

function escaped(text: string): string {
  const wellFormed = encodeURIComponent(text.toWellFormed());
  // CESU-8, as some write half a surrogate pair.
  const sent = text.isWellFormed() ? wellFormed : `${wellFormed}%ED%A0%80`;
  return sent.slice(0, MAX_TARGET_UNITS).replace(/%.?$/, '');
}

function textOf(value: unknown): string {
  return typeof value === 'object' || value === undefined ? toJson(value ?? null) : String(value);
}

const HEADER_NAME = /^[\w-]{1,100}$/;

function headersOf(headers: Texts): Record<string, string> {
  const named = Object.entries(headers).filter(([name]) => HEADER_NAME.test(name));
  return Object.fromEntries(named.map(([name, value]) => [name, headerText(value)]));
}

/** What a header may hold at all: Latin-1 without line ends. */
function headerText(value: unknown): string {
  return textOf(value)
    .slice(0, MAX_TARGET_UNITS)
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?');
}
