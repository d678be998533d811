/** What can be ordered to go wrong, where and for how long; and what of an order makes no sense. */

import type { AppName } from './ports.ts';

/** Dialogs that the apps are known to interrupt with (facts 4.7, 4.12). */
export const KNOWN_DIALOGS = [
  'app_update_dialog',
  'rating_dialog',
  'notifications_dialog',
  'whats_new_dialog',
  'draft_dialog',
] as const;
export type KnownDialog = (typeof KNOWN_DIALOGS)[number];

/** What befalls a phone by itself: at once, after a time, or when it arrives at a place. It lasts until it is lifted. */
const OWN_KINDS = [
  'unplug',
  'offline',
  'unauthorized',
  'adb_hang',
  'app_missing',
  'screen_locked',
  'heat',
  'no_network',
] as const;
export type OwnKind = (typeof OWN_KINDS)[number];

/** What strikes somebody who asks at a place, such as an app that opens a screen. */
const PLACE_KINDS = [
  'slow',
  'push_cut',
  'storage_full',
  'install_refused',
  'uia2_crash',
  'uia2_hang',
  'uia2_disconnected',
  'not_idle',
  'stale_tree',
  'app_crash',
  'permission_dialog',
  'unknown_dialog',
  ...KNOWN_DIALOGS,
  'logged_out',
  'slow_sounds',
  'wrong_account',
  'caption_truncated',
  'upload_stuck',
  'upload_failed',
  'upload_late',
  'post_then_die',
] as const;
export type FaultKind = OwnKind | (typeof PLACE_KINDS)[number];

/** With `for_ms` these go on striking, wherever somebody asks, for that long after the first time. */
const GOING_ON: readonly FaultKind[] = ['slow', 'push_cut', 'storage_full', 'install_refused', 'not_idle'];
/** Of these whoever is struck reads `for_ms`. */
const LASTING: readonly FaultKind[] = ['uia2_hang', 'stale_tree', 'upload_stuck', 'upload_late'];

/** These strike requests: tied to a step alone, the requests that come while the phone is there. */
const OF_REQUESTS: readonly FaultKind[] = ['slow', 'uia2_crash', 'uia2_hang', 'uia2_disconnected', 'not_idle'];

/** The ways in which some kinds come; the first is the one when nothing is said. */
const VARIANTS: Partial<Record<FaultKind, readonly string[]>> = {
  install_refused: ['user_restricted', 'verification', 'permissions', 'storage', 'signature'],
  uia2_hang: ['all', 'screen'],
  screen_locked: ['swipe', 'pin'],
  heat: ['slow', 'kills'],
};

/** Moments in an app's life that faults can be tied to. */
export const STEPS = [
  'launch',
  'home',
  'profile',
  'accounts',
  'camera',
  'picker',
  'editor',
  'sounds',
  'story',
  'compose',
  'posting',
  'uploading',
  'published',
] as const;
export type Step = (typeof STEPS)[number];

/** A place in a phone's life. */
export interface Place {
  /** A screen or a moment of an app: `picker`, `editor`, `compose`, `posting`, `published`. */
  readonly step?: string;
  /** A UiAutomator2 request: `POST /element`. */
  readonly request?: string;
  /** How much of a push has arrived. */
  readonly bytes?: number;
}

/** A fault ordered through the control API. */
export interface FaultOrder {
  readonly kind: FaultKind;
  readonly when?: Place & {
    readonly after_ms?: number;
    /** Not the first time the phone is there, but this one and those after it. */
    readonly nth?: number;
  };
  /** How often it strikes; once when absent. Then the phone is well again. */
  readonly times?: number;
  /** How long it lasts, by the clock on the wall. */
  readonly for_ms?: number;
  readonly variant?: string;
  /** For `app_missing`: which; both when absent. */
  readonly app?: AppName;
  /** For `heat`: Celsius. */
  readonly degrees?: number;
  /** For `slow`: bytes per second of a push, milliseconds per request. */
  readonly bytes_per_second?: number;
  readonly ms_per_request?: number;
}

/** An order as `GET /faults` shows it. */
export interface FaultState extends FaultOrder {
  /** It has struck and is not over. */
  readonly lasts?: true;
}

/** The faults a phone still has ahead of it. Each half asks at its own places. */
export interface FaultBook {
  /** Takes one strike of `kind` if one is ordered for this place, else null. */
  strike(kind: FaultKind, at?: Place): FaultOrder | null;
  /** Whether one of this kind is ordered, at whatever place: what it needs has to be made ready. */
  awaits(kind: FaultKind): boolean;
  /** The phone is at this place, once more: what befalls it by itself and was tied to the place does so. */
  arrive(at: Place): void;
  /**
   * `lift` is called when the order's `for_ms` are over, or earlier when all faults are taken back.
   * @returns what to call when it was made good in another way.
   */
  last(order: FaultOrder, lift: () => void): () => void;
}

export function isOwn(kind: FaultKind): kind is OwnKind {
  return (OWN_KINDS as readonly FaultKind[]).includes(kind);
}

export function goesOn({ kind, for_ms }: FaultOrder): boolean {
  return for_ms !== undefined && GOING_ON.includes(kind);
}

/** The order is tied to nothing, or to this place. @param step where the phone was last. */
export function isAt({ kind, when }: FaultOrder, at: Place, step: string | undefined): boolean {
  if (!when) return true;
  const here = at.step ?? (when.request !== undefined || OF_REQUESTS.includes(kind) ? step : undefined);
  if (when.step !== undefined && when.step !== here) return false;
  if (when.request !== undefined && when.request !== at.request) return false;
  return when.bytes === undefined || (at.bytes !== undefined && at.bytes >= when.bytes);
}

/** The way in which the fault comes. */
export function variantOf({ kind, variant }: FaultOrder): string {
  return variant ?? VARIANTS[kind]?.[0] ?? '';
}

/** @throws Error naming the field when the order makes no sense. */
export function checkOrder(order: FaultOrder): void {
  const { kind } = order;
  const kinds: readonly FaultKind[] = [...OWN_KINDS, ...PLACE_KINDS];
  if (!kinds.includes(kind)) throw new Error(`kind: '${kind}' is not a fault; there are ${kinds.join(', ')}`);
  const numbers = {
    times: order.times,
    for_ms: order.for_ms,
    bytes_per_second: order.bytes_per_second,
    ms_per_request: order.ms_per_request,
    degrees: order.degrees,
    'when.bytes': order.when?.bytes,
    'when.after_ms': order.when?.after_ms,
    'when.nth': order.when?.nth,
  };
  for (const [field, value] of Object.entries(numbers)) {
    if (value !== undefined && !(Number.isFinite(value) && value >= 0))
      throw new Error(`${field}: give a number that is not negative`);
  }
  if (order.times !== undefined && order.times < 1) throw new Error('times: give 1 or more');
  if (order.when?.nth !== undefined && order.when.nth < 1) throw new Error('when.nth: give 1 or more');
  if (order.for_ms !== undefined && !isOwn(kind) && !GOING_ON.includes(kind) && !LASTING.includes(kind))
    throw new Error(`for_ms: ${kind} does not last; give times`);
  checkVariant(order);
  const step = order.when?.step;
  if (step !== undefined && !(STEPS as readonly string[]).includes(step))
    throw new Error(`when.step: give one of ${STEPS.join(', ')}`);
  if (order.app !== undefined && !(order.app === 'tiktok' || order.app === 'instagram'))
    throw new Error('app: give tiktok or instagram');
  if (kind === 'slow' && !order.bytes_per_second && order.ms_per_request === undefined) {
    throw new Error('slow: give bytes_per_second (pushes) or ms_per_request (UiAutomator2 requests)');
  }
}

function checkVariant({ kind, variant }: FaultOrder): void {
  if (variant === undefined) return;
  const variants = VARIANTS[kind] ?? [];
  if (variants.length === 0) throw new Error(`variant: ${kind} comes in one way only`);
  if (!variants.includes(variant)) throw new Error(`variant: give one of ${variants.join(', ')}`);
}
