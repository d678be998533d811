/** The list both apps open while the text ends with a hashtag or a mention (facts 4.3). */

/** The hashtag or mention the text ends with, sign included; null when it ends with anything else. */
export function endingTag(text: string): string | null {
  return /(?:^|\s)([#@][\p{L}\p{N}_.]*)$/u.exec(text)?.[1] ?? null;
}

const ENDINGS = [
  { ending: '', posts: '2.4M' },
  { ending: 's', posts: '381.2K' },
  { ending: 'tok', posts: '97.5K' },
  { ending: 'lover', posts: '12.9K' },
  { ending: 'daily', posts: '8401' },
] as const;

/** What might be meant. */
export function suggestionsFor(tag: string): readonly { readonly name: string; readonly posts: string }[] {
  const stem = tag.length > 1 ? tag : `${tag}${tag === '@' ? 'ana' : 'fyp'}`;
  return ENDINGS.map(({ ending, posts }) => ({ name: `${stem}${ending}`, posts }));
}

/** The text with its ending tag replaced, and a space after it. */
export function withSuggestion(text: string, name: string): string {
  const tag = endingTag(text) ?? '';
  return `${text.slice(0, text.length - tag.length)}${name} `;
}
