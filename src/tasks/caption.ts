import { PLATFORM_LIMITS, type Platform } from '../contract/common.ts';
import { invalid } from '../errors.ts';
import type { Random } from './random.ts';
import { drawSpintax } from './spintax.ts';

export interface Caption {
  /** The description where there is a title as well. */
  readonly caption: string;
  readonly title: string | null;
}

const TITLE_MARK = '##';

/**
 * Draws the caption of one task. On an app with titles, `Title##Description` splits at the first mark.
 * @throws INVALID_PARAMETER when what was drawn is longer than the app takes.
 */
export function drawCaption(captions: string, platform: Platform, random: Random): Caption {
  const drawn = split(drawSpintax(captions, random), platform);
  assertFits(drawn, platform);
  return drawn;
}

function split(text: string, platform: Platform): Caption {
  const at = PLATFORM_LIMITS[platform].titleUnits === null ? -1 : text.indexOf(TITLE_MARK);
  if (at === -1) return { caption: text, title: null };
  const title = text.slice(0, at).trim();
  return { caption: text.slice(at + TITLE_MARK.length).trim(), title: title === '' ? null : title };
}

function assertFits({ caption, title }: Caption, platform: Platform): void {
  const { captionUnits, titleUnits } = PLATFORM_LIMITS[platform];
  // Where the app offers no field for a title, it becomes the caption's first line.
  const units = caption.length + (title === null ? 0 : title.length + 1);
  if (units > captionUnits) throw tooLong('The caption', { units, limit: captionUnits, platform });
  if (title !== null && titleUnits !== null && title.length > titleUnits) {
    throw tooLong(`The title (before ${TITLE_MARK})`, { units: title.length, limit: titleUnits, platform });
  }
}

function tooLong(what: string, { units, limit, platform }: { units: number; limit: number; platform: Platform }) {
  const message = `${what} has ${units} characters (UTF-16 units, of which an emoji takes two or more); ${platform} takes ${limit}`;
  return invalid([{ path: 'script_config.captions', message }]);
}
