import type { FullPostConfig } from '../contract/post-config.ts';
import { type FieldError, invalid } from '../errors.ts';

/** A setting of the API whose value would change what is published, and that this version cannot carry out. */
interface Unavailable {
  readonly key: keyof FullPostConfig;
  readonly applies: (config: FullPostConfig) => boolean;
  readonly message: string;
}

/** Settings that need another one to mean anything. */
const INCOMPLETE: readonly Unavailable[] = [
  {
    key: 'material_path',
    applies: (config) =>
      config.material_list.length === 0 && config.material_source === 'localFolder' && config.material_path === '',
    message: 'is required with material_source "localFolder"',
  },
  {
    key: 'sound_name',
    applies: (config) => config.post_way === 'useSound' && config.sound_name === '',
    message: 'is required with post_way "useSound"',
  },
  {
    key: 'custom_sound_keyword',
    applies: (config) => config.add_sound === 'custom' && config.custom_sound_keyword === '',
    message: 'is required with add_sound "custom"',
  },
];

const NOT_YET: readonly Unavailable[] = [
  {
    key: 'material_list',
    applies: (config) => config.material_list.length === 0,
    message: 'must name the files to publish: this version does not pick any from a library or a folder',
  },
  {
    key: 'materials_tags',
    applies: (config) => config.materials_tags !== '',
    message: 'cannot be used: this version publishes the files of material_list, which have no tags',
  },
  {
    key: 'post_way',
    applies: (config) => config.post_way !== 'share',
    message: 'must be "share", the one way in which this version begins a post',
  },
  {
    key: 'add_sound',
    applies: (config) => String(config.add_sound) !== '-1',
    message: 'must be "-1": this version leaves the sound as the app sets it',
  },
  {
    key: 'origin_sound_volume',
    applies: (config) => config.origin_sound_volume !== 50,
    message: 'must be 50: this version leaves the volumes as the app sets them',
  },
  {
    key: 'add_sound_volume',
    applies: (config) => config.add_sound_volume !== 50,
    message: 'must be 50: this version leaves the volumes as the app sets them',
  },
  {
    key: 'add_product_link',
    applies: (config) => config.add_product_link !== 0,
    message: 'must be 0: this version adds no product links',
  },
  {
    key: 'placement',
    applies: (config) => config.placement !== 'reel',
    message: 'must be "reel": this version publishes no stories',
  },
];

/**
 * Refuses what would otherwise be published in another way than was asked for.
 * @throws INVALID_PARAMETER naming every such key.
 */
export function assertCarriedOut(config: FullPostConfig): void {
  refuse(INCOMPLETE, config);
  refuse(NOT_YET, config);
}

function refuse(rules: readonly Unavailable[], config: FullPostConfig): void {
  const errors = rules
    .filter((rule) => rule.applies(config))
    .map(({ key, message }): FieldError => ({ path: `script_config.${key}`, message }));
  const [first, ...rest] = errors;
  if (first !== undefined) throw invalid([first, ...rest]);
}
