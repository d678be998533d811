import { column, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Account, AppPost } from '../accounts.ts';
import { age } from '../age.ts';
import type { TikTok } from './tiktok.ts';
import { TIKTOK_ACTIVITY, TikTokScreen } from './tiktok-screen.ts';

/** A post of one's own, opened from the profile's grid: caption, handle, age. */
export class DetailScreen extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.detail;
  readonly #account: Account;
  readonly #post: AppPost;

  constructor(app: TikTok, account: Account, post: AppPost) {
    super(app);
    this.#account = account;
    this.#post = post;
  }

  override get neverIdle(): boolean {
    return this.#post.kind === 'video';
  }

  override get isDark(): boolean {
    return true;
  }

  view(): View {
    return stack(
      { look: { background: '#000000' } },
      image({
        className: this.#post.kind === 'images' ? 'android.widget.ImageView' : 'android.view.TextureView',
        width: 'fill',
        height: 'fill',
        look: { picture: this.#post.media[0]?.sha256 ?? '' },
      }),
      row(
        { height: 130, padding: [0, 10], offset: [0, STATUS_BAR_UNITS] },
        iconButton('back', () => this.app.close(this), { description: this.texts.back, look: { color: '#ffffff' } }),
      ),
      this.#actions(),
      this.#words(),
    );
  }

  #actions(): View {
    const { likes, comments, shares } = this.texts;
    const action = (icon: string, description: string): View =>
      iconButton(icon, () => {}, { description, width: 150, height: 150, look: { color: '#ffffff' } });
    return column(
      { width: 150, gravity: 'bottom-right', offset: [-10, -100], gap: 20 },
      image({ width: 130, height: 130, look: { avatar: this.#account.handle } }),
      action('heart', likes(0)),
      action('comment', comments(0)),
      action('share', shares(0)),
    );
  }

  #words(): View {
    const { caption, title, publishedAt, kind } = this.#post;
    const { amount, unit } = age(publishedAt, this.app.machine.time.now());
    const dots = this.#post.media.length > 1 ? `1/${this.#post.media.length}` : '';
    return column(
      { width: 860, gravity: 'bottom-left', padding: 40, gap: 14 },
      row(
        { gap: 12 },
        text(this.#account.handle, {
          clickable: true,
          look: { size: 44, bold: true, color: '#ffffff' },
          onTap: () => {},
        }),
        text(` · ${this.texts.ago(amount, unit)}`, { look: { size: 36, color: '#dddddd' } }),
      ),
      kind === 'images' && title !== null
        ? text(title, { width: 'fill', look: { size: 42, bold: true, color: '#ffffff' } })
        : null,
      caption !== '' &&
        text(caption, { resourceId: this.id('detail_caption'), width: 'fill', look: { size: 38, color: '#ffffff' } }),
      dots !== '' && text(dots, { look: { size: 32, color: '#dddddd' } }),
    );
  }
}
