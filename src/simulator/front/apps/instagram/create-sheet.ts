import { column, image, row, text, type View } from '../../ui/view.ts';
import { INK, INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';
import { PickerScreen } from './picker.ts';

/** What can be made: reel, post, story and more. */
export class CreateSheet extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.main;

  override get isDialog(): boolean {
    return true;
  }

  view(): View {
    const { create, reel, post, story, highlight, live } = this.texts;
    const { createReel, createPost, createStory, createHighlight, createLive } = this.texts;
    return column(
      { gravity: 'bottom', padding: [40, 0, 40, 0], look: { background: '#ffffff', radius: 48, isSheet: true } },
      text(create, {
        resourceId: id('title_text_view'),
        width: 'fill',
        padding: [10, 40, 30, 40],
        look: { size: 46, bold: true, align: 'center', color: INK },
      }),
      this.#entry({ icon: 'reel', label: reel, description: createReel, onTap: () => this.#open('clips') }),
      this.#entry({ icon: 'grid', label: post, description: createPost, onTap: () => this.#open('feed') }),
      this.#entry({ icon: 'circle', label: story, description: createStory, onTap: () => this.#open('story') }),
      this.#entry({ icon: 'heart', label: highlight, description: createHighlight, onTap: () => {} }),
      this.#entry({ icon: 'record', label: live, description: createLive, onTap: () => {} }),
    );
  }

  #open(mode: 'clips' | 'feed' | 'story'): void {
    this.app.close(this);
    PickerScreen.open(this.app, mode);
  }

  #entry(entry: { icon: string; label: string; description: string; onTap: () => void }): View {
    return row(
      {
        className: 'android.view.ViewGroup',
        clickable: true,
        description: entry.description,
        height: 140,
        padding: [0, 50],
        gap: 40,
        onTap: entry.onTap,
      },
      image({ width: 64, height: 64, look: { icon: entry.icon, color: INK } }),
      text(entry.label, { resourceId: id('label'), look: { size: 42, color: INK } }),
    );
  }
}
