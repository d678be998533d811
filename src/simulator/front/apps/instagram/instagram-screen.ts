import { iconButton, row, text, type View } from '../../ui/view.ts';
import { AppScreen } from '../app-screen.ts';
import type { Instagram } from './instagram.ts';
import type { InstagramTexts } from './texts.ts';

export const INSTAGRAM_PACKAGE = 'com.instagram.android';

export const BLUE = '#0095f6';
export const INK = '#0c1014';
export const GREY = '#6a717a';
export const LINE = '#e4e6ea';

/** A resource id: Instagram's are readable and stay the same over versions (facts 4.8). */
export function id(name: string): string {
  return `${INSTAGRAM_PACKAGE}:id/${name}`;
}

/** Class names of the activities (facts 4.1). */
export const INSTAGRAM_ACTIVITY = {
  launcher: 'com.instagram.mainactivity.LauncherActivity',
  main: 'com.instagram.mainactivity.InstagramMainActivity',
  share: 'com.instagram.share.handleractivity.ShareHandlerActivity',
  storyShare: 'com.instagram.share.handleractivity.StoryShareHandlerActivity',
  customStoryShare: 'com.instagram.share.handleractivity.CustomStoryShareHandlerActivity',
  modal: 'com.instagram.modal.ModalActivity',
  camera: 'com.instagram.modal.TransparentModalActivity',
  login: 'com.instagram.nux.activity.BloksSignedOutFragmentActivity',
} as const;

/** A screen of Instagram, with the app at hand. */
export abstract class InstagramScreen extends AppScreen<Instagram> {
  readonly packageName = INSTAGRAM_PACKAGE;

  protected get texts(): InstagramTexts {
    return this.app.texts;
  }

  /** The bar with a back arrow and a title; `end` stands at its right. */
  protected actionBar(title: string, end: View | null = null): View {
    return row(
      { resourceId: id('action_bar'), height: 140, padding: [0, 16], gap: 20, look: { background: '#ffffff' } },
      iconButton('back', () => this.leave(), {
        resourceId: id('action_bar_button_back'),
        description: this.texts.back,
        look: { color: INK },
      }),
      text(title, { resourceId: id('action_bar_title'), weight: 1, look: { size: 46, bold: true, color: INK } }),
      end,
    );
  }

  /** What the arrow in the bar does. */
  protected leave(): void {
    if (!this.back()) this.app.close(this);
  }
}
