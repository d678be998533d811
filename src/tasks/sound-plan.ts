import type { FullPostConfig } from '../contract/post-config.ts';
import type { PostKind, SoundPlan } from '../scripts/script.ts';

const MS_PER_SECOND = 1000;
/** Volumes of the API that leave the app's sliders alone where no sound is added. */
const DEFAULT_VOLUME = 50;
/** A caller that asks for no pause does not ask for a sound that is there at once. */
const SHORTEST_WAIT_MS = 3_000;

const CHOICES: Readonly<Record<string, SoundPlan['choice']>> = Object.freeze({
  '-1': 'default',
  '0': 'off',
  '1': 'on',
  custom: 'search',
});

/** What is done about the sound of a post of this kind. */
export function soundPlanOf(config: FullPostConfig, kind: PostKind): SoundPlan {
  const choice = choiceOf(config);
  const isAdded = isAdding(choice);
  const hasOwnSound = kind !== 'images' && config.content_type === 0;
  const isOriginSet = isAdded || config.origin_sound_volume !== DEFAULT_VOLUME;
  return {
    choice,
    query: queryOf(choice, config),
    waitMs: Math.max(config.sound_wait_time * MS_PER_SECOND, SHORTEST_WAIT_MS),
    originVolume: hasOwnSound && isOriginSet ? config.origin_sound_volume : null,
    addedVolume: isAdded ? config.add_sound_volume : null,
  };
}

function choiceOf({ post_way, add_sound }: FullPostConfig): SoundPlan['choice'] {
  return post_way === 'useSound' ? 'page' : (CHOICES[String(add_sound)] ?? 'default');
}

function isAdding(choice: SoundPlan['choice']): boolean {
  return choice === 'on' || choice === 'search' || choice === 'page';
}

function queryOf(choice: SoundPlan['choice'], config: FullPostConfig): string | null {
  if (choice === 'page') return config.sound_name.trim();
  return choice === 'search' ? config.custom_sound_keyword.trim() : null;
}

/** Sound settings that were sent and have no effect, each with a sentence why. */
export function soundNotesOf(config: FullPostConfig): string[] {
  const notes: string[] = [];
  const isAdded = isAdding(choiceOf(config));
  if (config.sound_name !== '' && config.post_way !== 'useSound')
    notes.push('sound_name has no effect: it names the sound of post_way "useSound".');
  if (config.custom_sound_keyword !== '' && config.add_sound !== 'custom')
    notes.push('custom_sound_keyword has no effect: it is looked for with add_sound "custom".');
  if (config.add_sound_volume !== DEFAULT_VOLUME && !isAdded)
    notes.push('add_sound_volume has no effect, since no sound is added.');
  if (config.origin_sound_volume !== DEFAULT_VOLUME && config.content_type !== 0)
    notes.push('origin_sound_volume has no effect: images have no sound of their own.');
  return notes;
}
