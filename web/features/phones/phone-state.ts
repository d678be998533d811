import type { DataOf } from '../../lib/ask.ts';
import type { Mood } from '../../ui/state-badge.tsx';

export type Phone = DataOf<'listDevices'>['devices'][number];
export type PhoneDetail = DataOf<'readDevice'>;

export const PHONE_STATES = [
  'free',
  'running',
  'inHand',
  'held',
  'silent',
  'repairing',
  'quarantined',
  'unauthorized',
  'away',
  'retired',
] as const;
export type PhoneState = (typeof PHONE_STATES)[number];

export const MOODS: Readonly<Record<PhoneState, Mood>> = {
  free: 'good',
  running: 'busy',
  inHand: 'doubt',
  held: 'doubt',
  silent: 'bad',
  repairing: 'doubt',
  quarantined: 'bad',
  unauthorized: 'bad',
  away: 'calm',
  retired: 'calm',
};

/** What people want to know first of a phone. */
export function stateOf(phone: Phone): PhoneState {
  if (phone.retired !== null) return 'retired';
  if (phone.control !== null) return 'inHand';
  if (phone.running_task !== null) return 'running';
  if (phone.health === 'quarantined' || phone.health === 'repairing') return phone.health;
  if (phone.state === 'unauthorized') return 'unauthorized';
  if (phone.health === 'away' || phone.health === 'silent') return phone.health;
  return phone.held_back === null ? 'free' : 'held';
}

/** How a phone is called: its name, or its model with the end of its serial, since a rack has many of one model. */
export function nameOf({ name, model, serial }: Pick<Phone, 'name' | 'model' | 'serial'>): string {
  return name ?? (model === null ? serial : `${model} · ${serial.slice(-4)}`);
}
