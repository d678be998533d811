import { PostwrightError } from '../../errors.ts';
import type { AppFlows } from '../../flows/library.ts';
import type { AppName } from '../script.ts';

/** The flow files the script calls, by app; `common` ones every app has. */
const FLOWS = {
  common: [
    'start',
    'come-back',
    'reach-home',
    'return-home',
    'go-home',
    'leave-composer',
    'open-profile',
    'choose-account',
    'select-multiple',
  ],
  tiktok: [
    'open-camera',
    'open-gallery',
    'show-videos',
    'show-photos',
    'reach-editor',
    'open-sounds',
    'search-sounds',
    'close-sounds',
    'remove-sound',
    'open-volumes',
    'set-original-volume',
    'set-added-volume',
    'close-volumes',
    'open-sound-link',
    'search-sound-pages',
    'use-sound',
    'editor-to-post-page',
    'open-links',
    'add-product',
    'write-title',
    'write-description',
    'open-profile-again',
    'scroll-profile',
    'switch-account-in-settings',
  ],
  instagram: [
    'editor-to-share-page',
    'write-caption',
    'open-account-sheet',
    'open-picker',
    'open-reel-picker',
    'open-story-picker',
    'open-reel-editor',
    'open-music',
    'search-music',
    'search-sound',
    'use-sound',
    'open-volumes',
    'set-camera-volume',
    'set-added-volume',
    'close-volumes',
  ],
} as const;

/** What the script looks at by the name it has in `elements.yaml`. */
const ELEMENTS = {
  common: [
    'mainBar',
    'profilePage',
    'composer',
    'captionField',
    'postButton',
    'uploading',
    'uploaded',
    'uploadFailed',
    'more',
    'pickerNext',
    'accountSheet',
  ],
  tiktok: [
    'handle',
    'titleField',
    'textField',
    'anyText',
    'draftsCell',
    'switchAccount',
    'addAccount',
    'photosTab',
    'editor',
    'busy',
    'soundName',
    'soundRow',
    'noSounds',
    'useSound',
    'postPage',
    'addLink',
    'productChoice',
    'addProduct',
    'productName',
    'noProducts',
  ],
  instagram: [
    'accountName',
    'accountRow',
    'gridItem',
    'pickerCell',
    'selectedCell',
    'storyButton',
    'ownStory',
    'noStory',
    'seenStory',
    'storyViewer',
    'storyAge',
    'musicRow',
    'musicTitle',
    'noMusic',
    'soundGone',
    'musicSelect',
    'musicDone',
    'musicBrowser',
    'removeSound',
    'captionHint',
  ],
} as const;

export type FlowName = (typeof FLOWS)[keyof typeof FLOWS][number];
export type ElementName = (typeof ELEMENTS)[keyof typeof ELEMENTS][number];

/** What is missing must be found before a post is begun, not after its commit point. @throws FLOW_INVALID */
export function checkNames(flows: AppFlows, app: AppName): void {
  for (const name of [...FLOWS.common, ...FLOWS[app]]) {
    // A flow that the script starts itself gets no values but these.
    const { env, file } = flows.flow(name);
    const open = [...env].filter(([variable, value]) => value === null && !GIVEN.includes(variable));
    if (open.length > 0)
      throw new PostwrightError('FLOW_INVALID', `${file}:1:1: "post" runs it and gives it no "${open[0]?.[0]}"`);
  }
  for (const name of [...ELEMENTS.common, ...ELEMENTS[app]]) flows.element(name);
}

/** The variables that the script gives to its flows. */
const GIVEN: readonly string[] = ['account', 'caption', 'title', 'query', 'sound', 'link', 'volume'];
