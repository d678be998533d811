import { type FlowPace, PHONE_PACE } from '../../flows/lookout.ts';

/** How long things around a post are given. Tests set shorter ones for the rack, which has no network to wait for. */
export interface PostPace extends FlowPace {
  /** After a switch of accounts the app reloads for 2 to 10 s (facts 4.5, 4.13). */
  readonly switchAccountMs: number;
  /** Pickers order by whole seconds: files pushed one after the other must not share one. */
  readonly pickerSpacingMs: number;
  /** A post's page loads its text with its first picture. */
  readonly postPageMs: number;
  /** An app that says "posted" may take a while to show the post; Instagram's reels most of all (facts 4.11). */
  readonly saidDoneMs: number;
  /** With no word from the app, the profile is looked at for at least this long. */
  readonly leastLookMs: number;
  /** How long the look-up waits for an upload that runs before it looks at the profile. */
  readonly lookUpUploadMs: number;
  /** How long the look-up looks again before a profile's silence counts. */
  readonly lookUpMs: number;
}

export const PHONE_POST_PACE: PostPace = {
  ...PHONE_PACE,
  switchAccountMs: 20_000,
  pickerSpacingMs: 1_000,
  postPageMs: 6_000,
  saidDoneMs: 60_000,
  leastLookMs: 10_000,
  lookUpUploadMs: 8_000,
  lookUpMs: 6_000,
};
