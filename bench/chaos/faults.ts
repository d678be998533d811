import type { FaultOrder } from '../../src/simulator/ports.ts';

/** What may happen to one phone during a post, each at the places where it hurts. */
export const FAULTS: readonly FaultOrder[] = [
  ...['home', 'picker', 'compose', 'posting', 'published', 'profile'].map(
    (step): FaultOrder => ({ kind: 'unplug', when: { step } }),
  ),
  { kind: 'unplug', when: { bytes: 60_000 } },
  { kind: 'offline', when: { step: 'compose' } },
  { kind: 'offline', when: { step: 'posting' } },
  { kind: 'slow', ms_per_request: 30, times: 200 },
  { kind: 'push_cut', when: { bytes: 50_000 } },
  { kind: 'storage_full' },
  ...['GET /source', 'POST /element', 'POST /actions'].map(
    (request): FaultOrder => ({ kind: 'uia2_crash', when: { request } }),
  ),
  ...['launch', 'editor', 'compose', 'posting', 'profile'].map(
    (step): FaultOrder => ({ kind: 'app_crash', when: { step } }),
  ),
  ...['home', 'editor', 'compose', 'profile'].map((step): FaultOrder => ({ kind: 'unknown_dialog', when: { step } })),
  { kind: 'permission_dialog', when: { step: 'editor' } },
  { kind: 'logged_out', when: { step: 'home' } },
  { kind: 'logged_out', when: { step: 'profile' } },
  { kind: 'wrong_account' },
  { kind: 'caption_truncated' },
  { kind: 'upload_stuck' },
  { kind: 'upload_failed' },
  { kind: 'post_then_die' },
  { kind: 'post_then_die' },
];
