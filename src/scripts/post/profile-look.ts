/** What a look at a profile found. */
export type ProfileLook =
  /** The post, open on the screen, and how often the profile behind it was scrolled. */
  | { readonly found: 'yes'; readonly scrolls?: number }
  /** A post with the caption whose age the page does not tell; or the look itself went wrong. */
  | { readonly found: 'unsure'; readonly why: string; readonly cause?: unknown }
  /** It is not there, as far as the profile was read. */
  | { readonly found: 'no'; readonly read: ProfileExtent };

export type ProfileExtent =
  /** Back to what is older than the post, or to the end: it is not on this profile. */
  | 'whole'
  /** The newest posts only. */
  | 'part'
  /** There are no posts at all. The profile may just not have loaded. */
  | 'empty';
