/** A caption as two apps and a profile page agree on it: one Unicode form, and white space that does not count. */
export function normaliseCaption(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
}

/** How a shown text relates to a caption. */
export type CaptionMatch =
  | 'same'
  /** It shows the beginning, and says that there is more. */
  | 'begins'
  | 'no';

/** What the apps put at the end of a caption they cut short: "… more", "...más", "… See more". */
const CUT_SHORT = /(?:…|\.{3})\s*(?:(?:see )?more|(?:ver )?más)?$/iu;
/** A shorter beginning than this would fit too many captions. */
const SHORTEST_BEGINNING = 12;

/**
 * @param author the account's name, which Instagram puts before the caption in the same text.
 */
export function matchCaption(shown: string, caption: string, author: string): CaptionMatch {
  const wanted = normaliseCaption(caption);
  if (wanted === '') return 'no';
  const text = normaliseCaption(shown);
  for (const candidate of [text, withoutAuthor(text, author)]) {
    if (candidate === wanted) return 'same';
    const beginning = candidate.replace(CUT_SHORT, '').trimEnd();
    const isCut = beginning.length < candidate.length;
    if (isCut && beginning.length >= SHORTEST_BEGINNING && wanted.startsWith(beginning)) return 'begins';
  }
  return 'no';
}

function withoutAuthor(text: string, author: string): string {
  return author !== '' && text.toLowerCase().startsWith(`${author.toLowerCase()} `)
    ? text.slice(author.length + 1)
    : text;
}

/** A title where there is no field for it: the first line of the caption, so that nothing of the post is lost. */
export function titleInCaption(title: string, caption: string): string {
  return caption === '' ? title : `${title}\n${caption}`;
}

/** The captions under which a post may be found, the planned one first. */
export function captionsOf({
  title,
  caption,
}: {
  readonly title: string | null;
  readonly caption: string;
}): readonly string[] {
  return title === null ? [caption] : [caption, titleInCaption(title, caption)];
}

/** All texts of a post, to tell them from what the app itself says. */
export function ownTextsOf(plan: { readonly title: string | null; readonly caption: string }): readonly string[] {
  return [...captionsOf(plan), plan.title ?? ''].filter((text) => text !== '');
}
