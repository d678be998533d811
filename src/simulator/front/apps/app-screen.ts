import { Screen } from '../windows/screen.ts';
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

  /** Every dialog of the two apps can be left this way. */
  override tapOutside(): void {
    this.app.close(this);
  }
}
