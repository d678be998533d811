/** What a look at a profile found. */
export type ProfileLook =
  /** The post, open on the screen. */
  | { readonly found: 'yes' }
  /** A post with the caption whose age the page does not tell; or the look itself went wrong. */
  | { readonly found: 'unsure'; readonly why: string; readonly cause?: unknown }
  /** Not among the newest posts, of which so many were opened. */
  | { readonly found: 'no'; readonly looked: number };
