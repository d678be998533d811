import type { FaultOrder } from '../../src/simulator/ports.ts';

/** What lasts is over by itself; uploads come up long before a post that does not show counts as not sent. */
const A_WHILE_MS = 4_000;
const LONG_MS = 9_000;

/** What may happen to one phone during a post, each at the places where it hurts. */
export const FAULTS: readonly FaultOrder[] = [
  ...['home', 'picker', 'compose', 'posting', 'published', 'profile'].map(
    (step): FaultOrder => ({ kind: 'unplug', when: { step } }),
  ),
  { kind: 'unplug', when: { bytes: 60_000 } },
  { kind: 'offline', when: { step: 'compose' } },
  { kind: 'offline', when: { step: 'posting' } },
  { kind: 'unauthorized', when: { step: 'compose' }, for_ms: A_WHILE_MS },
  { kind: 'adb_hang', when: { step: 'home' }, for_ms: A_WHILE_MS },
  { kind: 'adb_hang', when: { step: 'posting' }, for_ms: A_WHILE_MS },
  { kind: 'slow', ms_per_request: 30, times: 200 },
  { kind: 'push_cut', when: { bytes: 50_000 } },
  { kind: 'storage_full' },
  { kind: 'install_refused', variant: 'verification' },
  { kind: 'screen_locked', variant: 'swipe', when: { step: 'compose' }, for_ms: LONG_MS },
  { kind: 'heat', variant: 'kills', when: { step: 'editor' }, for_ms: LONG_MS },
  ...['GET /source', 'POST /element', 'POST /actions'].map(
    (request): FaultOrder => ({ kind: 'uia2_crash', when: { request } }),
  ),
  { kind: 'uia2_crash', when: { request: 'POST /actions', step: 'compose' } },
  { kind: 'uia2_hang', when: { request: 'GET /source', nth: 5 }, for_ms: A_WHILE_MS },
  { kind: 'uia2_hang', when: { request: 'POST /actions', step: 'compose' }, for_ms: A_WHILE_MS },
  { kind: 'uia2_disconnected', when: { request: 'GET /source', nth: 4 } },
  { kind: 'not_idle', for_ms: A_WHILE_MS },
  { kind: 'stale_tree', when: { step: 'compose' }, for_ms: LONG_MS },
  { kind: 'stale_tree', when: { step: 'posting' }, for_ms: LONG_MS },
  { kind: 'app_missing', for_ms: A_WHILE_MS },
  ...['launch', 'editor', 'compose', 'posting', 'profile'].map(
    (step): FaultOrder => ({ kind: 'app_crash', when: { step } }),
  ),
  ...['home', 'editor', 'compose', 'profile'].map((step): FaultOrder => ({ kind: 'unknown_dialog', when: { step } })),
  { kind: 'permission_dialog', when: { step: 'editor' } },
  { kind: 'app_update_dialog' },
  { kind: 'logged_out', when: { step: 'home' } },
  { kind: 'logged_out', when: { step: 'profile' } },
  { kind: 'wrong_account' },
  { kind: 'caption_truncated' },
  { kind: 'upload_stuck', for_ms: LONG_MS },
  { kind: 'upload_failed' },
  { kind: 'upload_late', for_ms: LONG_MS },
  ...['posting', 'published'].map((step): FaultOrder => ({ kind: 'no_network', when: { step }, for_ms: LONG_MS })),
  { kind: 'post_then_die' },
  { kind: 'post_then_die' },
];

/** Long enough that an attempt can be stopped while it waits for its post. */
const IN_DOUBT_MS = 5_000;

export const DOUBTFUL: readonly FaultOrder[] = [{ kind: 'upload_late', for_ms: IN_DOUBT_MS }];
