import { PLATFORM_LIMITS, type Platform } from '../contract/common.ts';
import { invalid } from '../errors.ts';
import type { Random } from './random.ts';
import { drawReading, parseSpintax, plainestReading, type Spintax, shortestReading } from './spintax.ts';

export interface Caption {
  /** The description where there is a title as well. */
  readonly caption: string;
  readonly title: string | null;
}

export interface CaptionSource {
  /** Spintax. */
  readonly text: string;
  /** Where a mistake in it is mended. */
  readonly path: string;
  /** Stands before the sentence about a mistake, where the path does not say it all. */
  readonly of?: string;
}

const TITLE_MARK = '##';
/** How many readings are drawn to find one whose title and hashtags fit as well. */
const DRAWS = 30;
/** As the apps link them: letters, digits, underscores and emoji after a # that no letter, digit or slash precedes. */
const HASHTAGS = /(?<![\p{L}\p{N}_&/])(?:#[\p{L}\p{M}\p{N}_\p{Extended_Pictographic}]+)+/gu;

/** What came of drawing. */
export interface Drawn {
  readonly caption: Caption;
  /** Why the app would not take it, nor any other reading; null when it would. */
  readonly misfit: string | null;
}

/**
 * Draws the caption of one task. On an app with titles, `Title##Description` splits at the first mark. What the app would
 * not take is not drawn where there is another choice.
 * @throws INVALID_PARAMETER with the count, when no reading fits.
 */
export function drawCaption({ text, path, of = '' }: CaptionSource, platform: Platform, random: Random): Caption {
  const { caption, misfit } = drawBest(parseSpintax(text), platform, random);
  if (misfit !== null) throw invalid([{ path, message: of + misfit, rule: 'caption' }]);
  return caption;
}

/** The same for those who want to see it all the same: where no reading fits, the one that comes nearest. */
export function drawBest(spintax: Spintax, platform: Platform, random: Random): Drawn {
  for (const reading of readings(spintax, platform, random)) {
    const caption = split(reading, platform);
    if (misfitOf(caption, platform) === null) return { caption, misfit: null };
  }
  return nearest(spintax, platform);
}

/** The readings to try. Where there is nothing to choose, they are all the same. */
function* readings(spintax: Spintax, platform: Platform, random: Random): Generator<string> {
  const { captionUnits, titleUnits } = PLATFORM_LIMITS[platform];
  // Splitting off a title takes the mark away and the space around it, of which the length of the whole knows nothing.
  const budgets = titleUnits === null ? [captionUnits] : [Number.POSITIVE_INFINITY, captionUnits];
  for (const maxUnits of budgets) {
    for (let draw = 0; draw < DRAWS; draw += 1) yield drawReading(spintax, random, maxUnits);
  }
  yield plainestReading(spintax);
  yield shortestReading(spintax);
}

/** Why no reading fits: the shortest of them is too long, or the one with the fewest hashtags has too many. */
function nearest(spintax: Spintax, platform: Platform): Drawn {
  const [shortest, plainest] = [shortestReading(spintax), plainestReading(spintax)];
  const isLong = unitsOf(split(shortest, platform)) > PLATFORM_LIMITS[platform].captionUnits;
  const caption = split(isLong ? shortest : plainest, platform);
  const why = misfitOf(caption, platform) ?? '';
  return { caption, misfit: isFixed(spintax) ? why : `${why}, however the spintax is drawn` };
}

function isFixed({ parts }: Spintax): boolean {
  return parts.every((part) => typeof part === 'string');
}

function split(text: string, platform: Platform): Caption {
  const at = PLATFORM_LIMITS[platform].titleUnits === null ? -1 : text.indexOf(TITLE_MARK);
  if (at === -1) return { caption: text, title: null };
  const title = text.slice(0, at).trim();
  return { caption: text.slice(at + TITLE_MARK.length).trim(), title: title === '' ? null : title };
}

/** As the app counts them. Where it offers no field for a title, that becomes the caption's first line. */
export function unitsOf({ caption, title }: Caption): number {
  return caption.length + (title === null ? 0 : title.length + 1);
}

function misfitOf(drawn: Caption, platform: Platform): string | null {
  const { captionUnits, titleUnits, hashtags } = PLATFORM_LIMITS[platform];
  const units = unitsOf(drawn);
  if (units > captionUnits) return tooLong('The caption', units, `${platform} takes ${captionUnits}`);
  const { title } = drawn;
  if (title !== null && titleUnits !== null && title.length > titleUnits)
    return tooLong(`The title (before ${TITLE_MARK})`, title.length, `${platform} takes ${titleUnits}`);
  const count = countHashtags(drawn);
  if (hashtags === null || count <= hashtags) return null;
  return `The caption has ${count} hashtags; ${platform} takes ${hashtags}`;
}

function tooLong(what: string, units: number, limit: string): string {
  return `${what} has ${units} characters (UTF-16 units, of which an emoji takes two or more); ${limit}`;
}

export function countHashtags({ caption, title }: Caption): number {
  const tags = `${title ?? ''}\n${caption}`.match(HASHTAGS) ?? [];
  return tags.reduce((count, run) => count + run.split('#').length - 1, 0);
}

/** What a caption that the app takes deserves to have said of it. */
export function captionNotesOf(drawn: Caption, platform: Platform): string[] {
  const { usualHashtags } = PLATFORM_LIMITS[platform];
  const count = countHashtags(drawn);
  if (count <= usualHashtags) return [];
  return [`The caption has ${count} hashtags; many accounts may use no more than ${usualHashtags} on ${platform}.`];
}
