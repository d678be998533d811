import type { Platform } from '../contract/common.ts';
import type { FullPostConfig } from '../contract/post-config.ts';
import type { PostKind, SoundPlan } from '../scripts/script.ts';
import { DEFAULT_VOLUME, hasOwnSound, slidersOf } from './sliders.ts';
import { plainSound } from './sound-address.ts';

const MS_PER_SECOND = 1000;
/** A caller that asks for no pause does not ask for a sound that is there at once. */
const SHORTEST_WAIT_MS = 3_000;

const CHOICES: Readonly<Record<string, SoundPlan['choice']>> = Object.freeze({
  '-1': 'default',
  '0': 'off',
  '1': 'on',
  custom: 'search',
});

/** What is done about the sound of a post of this kind. A slider that the app does not have is not touched. */
export function soundPlanOf(config: FullPostConfig, platform: Platform, kind: PostKind): SoundPlan {
  const choice = choiceOf(config);
  const sliders = slidersOf(platform, kind);
  const isAdded = addsSound(config);
  const isOriginSet = isAdded || config.origin_sound_volume !== DEFAULT_VOLUME;
  return {
    choice,
    query: queryOf(choice, config),
    waitMs: Math.max(config.sound_wait_time * MS_PER_SECOND, SHORTEST_WAIT_MS),
    originVolume: sliders.origin && isOriginSet ? config.origin_sound_volume : null,
    addedVolume: sliders.added && isAdded ? config.add_sound_volume : null,
  };
}

function choiceOf({ post_way, add_sound }: FullPostConfig): SoundPlan['choice'] {
  return post_way === 'useSound' ? 'page' : (CHOICES[String(add_sound)] ?? 'default');
}

/** Whether the post gets a sound besides its own. */
export function addsSound(config: FullPostConfig): boolean {
  return ['on', 'search', 'page'].includes(choiceOf(config));
}

function queryOf(choice: SoundPlan['choice'], config: FullPostConfig): string | null {
  if (choice === 'page') return plainSound(config.sound_name);
  return choice === 'search' ? config.custom_sound_keyword.trim() : null;
}

/** Sound settings that were sent and have no effect, each with a sentence why. */
export function soundNotesOf(config: FullPostConfig): string[] {
  const notes: string[] = [];
  if (config.sound_name !== '' && config.post_way !== 'useSound')
    notes.push('sound_name has no effect: it names the sound of post_way "useSound".');
  if (config.custom_sound_keyword !== '' && config.add_sound !== 'custom')
    notes.push('custom_sound_keyword has no effect: it is looked for with add_sound "custom".');
  if (config.add_sound_volume !== DEFAULT_VOLUME && !addsSound(config))
    notes.push('add_sound_volume has no effect, since no sound is added.');
  if (config.origin_sound_volume !== DEFAULT_VOLUME && !hasOwnSound(config))
    notes.push('origin_sound_volume has no effect: images have no sound of their own.');
  return notes;
}
