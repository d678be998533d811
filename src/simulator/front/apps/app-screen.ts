import { Screen } from '../windows/screen.ts';
import type { Submission } from './accounts.ts';
import type { MediaApp } from './media-app.ts';

/** A screen of TikTok or Instagram, with the app at hand. */
export abstract class AppScreen<Owner extends MediaApp> extends Screen {
  protected readonly app: Owner;

  constructor(app: Owner) {
    super();
    this.app = app;
  }

  back(): boolean {
    return false;
  }

  /** What the app would find on disk if its process died on this screen; null where nothing is edited. */
  unsaved(): Submission | null {
    return null;
  }

  /** Every dialog of the two apps can be left this way. */
  override tapOutside(): void {
    this.app.close(this);
  }
}
