/** Reads the bodies of the control API: what is wrong is answered with the field's name and what it may be. */
import type { FaultOrder } from '../ports.ts';
import type { Accounts, PhoneSettings } from '../rack-types.ts';
import { ControlError } from './reply.ts';

type Body = Readonly<Record<string, unknown>>;

function invalid(message: string): never {
  throw new ControlError(400, message);
}

function objectOf(value: unknown, name: string): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) invalid(`${name}: give a JSON object`);
  return value as Body;
}

function refuseUnknown(body: Body, known: readonly string[], prefix = ''): void {
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown !== undefined) invalid(`${prefix}${unknown}: no such field; there are ${known.join(', ')}`);
}

function optional<T>(value: unknown, check: (value: unknown) => T): T | undefined {
  return value === undefined ? undefined : check(value);
}

function numberOf(name: string): (value: unknown) => number {
  return (value) => {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    return invalid(`${name}: give a number`);
  };
}

function between(name: string, least: number, most: number): (value: unknown) => number {
  return (value) => {
    const number = numberOf(name)(value);
    return number >= least && number <= most ? number : invalid(`${name}: give ${least} to ${most}`);
  };
}

function booleanOf(name: string): (value: unknown) => boolean {
  return (value) => (typeof value === 'boolean' ? value : invalid(`${name}: give true or false`));
}

function textOf(name: string): (value: unknown) => string {
  return (value) => (typeof value === 'string' && value !== '' ? value : invalid(`${name}: give a text`));
}

function textsOf(name: string): (value: unknown) => readonly string[] {
  return (value) => {
    if (Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== ''))
      return value as string[];
    return invalid(`${name}: give a list of texts`);
  };
}

/** Drops what was left out, as exact optional types want it. */
function compact<T extends object>(value: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

/** `{ "tiktok": ["name"], "instagram": [] }`, current account first. */
export function accountsOf(value: unknown): Accounts {
  const body = objectOf(value, 'body');
  refuseUnknown(body, ['tiktok', 'instagram']);
  for (const name of ['tiktok', 'instagram'] as const) {
    const handles = optional(body[name], textsOf(name)) ?? [];
    if (new Set(handles).size < handles.length) invalid(`${name}: give every username once`);
  }
  return compact<Accounts>({
    tiktok: optional(body.tiktok, textsOf('tiktok')),
    instagram: optional(body.instagram, textsOf('instagram')),
  });
}

const SETTINGS = ['locale', 'wordings', 'apps', 'permissions', 'battery', 'storage', 'clock', 'lock', 'awake', 'state'];
/** A century. */
const CLOCK_LIMIT_MS = 3_155_760_000_000;
const LOCKS = ['none', 'swipe', 'pin'] as const;
const STATES = ['device', 'offline', 'unauthorized', 'absent'] as const;

function oneOf<T extends string>(name: string, allowed: readonly T[]): (value: unknown) => T {
  return (value) => allowed.find((item) => item === value) ?? invalid(`${name}: give one of ${allowed.join(', ')}`);
}

function versionsOf(value: unknown): Readonly<Record<string, string | null>> {
  const apps = objectOf(value, 'apps');
  const check = (name: string, version: unknown): [string, string | null] => [
    name,
    version === null ? null : textOf(`apps.${name}`)(version),
  ];
  return Object.fromEntries(Object.entries(apps).map(([name, version]) => check(name, version)));
}

function permissionsOf(value: unknown): Readonly<Record<string, readonly string[]>> {
  const packages = objectOf(value, 'permissions');
  return Object.fromEntries(
    Object.entries(packages).map(([name, list]) => [name, textsOf(`permissions.${name}`)(list)] as const),
  );
}

/** `{ "Post": "Share now" }`. */
function wordingsOf(value: unknown): Readonly<Record<string, string>> {
  const words = Object.entries(objectOf(value, 'wordings'));
  return Object.fromEntries(words.map(([word, now]) => [word, textOf(`wordings.${word}`)(now)]));
}

/** `{ locale, wordings, apps, permissions, battery: { percent, temperature, charging }, storage: { free_bytes },
 * clock: { offset_ms }, lock, awake, state }`. */
export function settingsOf(value: unknown): PhoneSettings {
  const body = objectOf(value, 'body');
  refuseUnknown(body, SETTINGS);
  const battery = objectOf(body.battery ?? {}, 'battery');
  refuseUnknown(battery, ['percent', 'temperature', 'charging'], 'battery.');
  const storage = objectOf(body.storage ?? {}, 'storage');
  refuseUnknown(storage, ['free_bytes'], 'storage.');
  const clock = objectOf(body.clock ?? {}, 'clock');
  refuseUnknown(clock, ['offset_ms'], 'clock.');
  return compact<PhoneSettings>({
    locale: optional(body.locale, textOf('locale')),
    wordings: optional(body.wordings, wordingsOf),
    apps: optional(body.apps, versionsOf),
    permissions: optional(body.permissions, permissionsOf),
    batteryPercent: optional(battery.percent, between('battery.percent', 0, 100)),
    batteryTemperature: optional(battery.temperature, numberOf('battery.temperature')),
    charging: optional(battery.charging, booleanOf('battery.charging')),
    freeBytes: optional(storage.free_bytes, between('storage.free_bytes', 0, Number.MAX_SAFE_INTEGER)),
    clockOffsetMs: optional(clock.offset_ms, between('clock.offset_ms', -CLOCK_LIMIT_MS, CLOCK_LIMIT_MS)),
    lock: optional(body.lock, oneOf('lock', LOCKS)),
    awake: optional(body.awake, booleanOf('awake')),
    state: optional(body.state, oneOf('state', STATES)),
  });
}

interface FaultsForMany {
  /** Undefined means all phones. */
  readonly phones: readonly string[] | undefined;
  readonly faults: readonly FaultOrder[];
}

/** `{ phones: ["RACK0001"], faults: [order, …] }`; without `phones` for all of them. */
export function faultsOf(value: unknown): FaultsForMany {
  const body = objectOf(value, 'body');
  refuseUnknown(body, ['phones', 'faults']);
  const { faults } = body;
  if (!Array.isArray(faults)) invalid('faults: give a list of orders');
  return { phones: optional(body.phones, textsOf('phones')), faults: faults.map(faultOf) };
}

/** The number after which to begin; 0 for all. */
export function sinceOf(query: URLSearchParams): number {
  const unknown = [...query.keys()].find((name) => name !== 'since');
  if (unknown !== undefined) invalid(`${unknown}: no such parameter; there is since`);
  const since = query.get('since') ?? '0';
  return /^\d{1,15}$/.test(since) ? Number(since) : invalid('since: give the seq of a post');
}

/** `{ for_ms }`; no body hangs until it is taken back. */
export function hangOf(value: unknown): number | undefined {
  const body = objectOf(value ?? {}, 'body');
  refuseUnknown(body, ['for_ms']);
  return optional(body.for_ms, between('for_ms', 0, Number.MAX_SAFE_INTEGER));
}

const ORDER = ['kind', 'when', 'times', 'for_ms', 'variant', 'app', 'degrees', 'bytes_per_second', 'ms_per_request'];

/** One order of a fault. Whether it makes sense is checked by the phone. */
export function faultOf(value: unknown): FaultOrder {
  const body = objectOf(value, 'body');
  refuseUnknown(body, ORDER);
  return compact<FaultOrder>({
    kind: textOf('kind')(body.kind) as FaultOrder['kind'],
    when: optional(body.when, whenOf),
    times: optional(body.times, numberOf('times')),
    for_ms: optional(body.for_ms, numberOf('for_ms')),
    variant: optional(body.variant, textOf('variant')),
    app: optional(body.app, oneOf('app', ['tiktok', 'instagram'] as const)),
    degrees: optional(body.degrees, numberOf('degrees')),
    bytes_per_second: optional(body.bytes_per_second, numberOf('bytes_per_second')),
    ms_per_request: optional(body.ms_per_request, numberOf('ms_per_request')),
  });
}

function whenOf(value: unknown): NonNullable<FaultOrder['when']> {
  const when = objectOf(value, 'when');
  refuseUnknown(when, ['step', 'request', 'bytes', 'after_ms', 'nth'], 'when.');
  return compact<NonNullable<FaultOrder['when']>>({
    step: optional(when.step, textOf('when.step')),
    request: optional(when.request, textOf('when.request')),
    bytes: optional(when.bytes, numberOf('when.bytes')),
    after_ms: optional(when.after_ms, numberOf('when.after_ms')),
    nth: optional(when.nth, numberOf('when.nth')),
  });
}
