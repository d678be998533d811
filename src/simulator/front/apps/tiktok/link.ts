import { ScrollState } from '../../ui/scroll.ts';
import { TextField } from '../../ui/text-field.ts';
import { column, editText, iconButton, image, list, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { type Product, showcaseOf } from './products.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, GREY, INK, TIKTOK_ACTIVITY, TikTokScreen } from './tiktok-screen.ts';

type Take = (product: Product) => void;

const PRODUCT_NAME_LIMIT = 30;

/** What can be linked from a post: products of the account's showcase, if it may sell, and an article. */
export class LinkSheet extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.compose;
  readonly #take: Take;

  constructor(app: TikTok, take: Take) {
    super(app);
    this.#take = take;
  }

  override get isDialog(): boolean {
    return true;
  }

  view(): View {
    const { addLink, product, article } = this.texts;
    const { maySell } = showcaseOf(this.app.accounts.current?.handle ?? '');
    return column(
      { gravity: 'bottom', padding: [0, 0, 40, 0], look: { background: '#ffffff', radius: 40, isSheet: true } },
      text(addLink, { width: 'fill', padding: 40, look: { size: 44, bold: true, align: 'center', color: INK } }),
      maySell && this.#entry('star', product, () => this.app.push(new ShowcaseScreen(this.app, this.#take))),
      this.#entry('globe', article, () => {}),
    );
  }

  #entry(icon: string, label: string, onTap: () => void): View {
    return row(
      { key: label, clickable: true, height: 150, padding: [0, 40], gap: 30, onTap },
      image({ width: 56, height: 56, look: { icon, color: INK } }),
      text(label, { weight: 1, look: { size: 40, color: INK } }),
      image({ width: 40, height: 40, look: { icon: 'right', color: GREY } }),
    );
  }
}

/** The account's showcase, to add one product of it. */
class ShowcaseScreen extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.showcase;
  readonly #take: Take;
  readonly #scroll = new ScrollState();
  #products: readonly Product[] | null = null;

  constructor(app: TikTok, take: Take) {
    super(app);
    this.#take = take;
    app.load(() => {
      this.#products = showcaseOf(app.accounts.current?.handle ?? '').products;
    });
  }

  view(): View {
    const { addProducts, myShowcase } = this.texts;
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#ffffff' } },
      row(
        { height: 130, padding: [0, 10] },
        iconButton('back', () => this.app.close(this), { description: this.texts.back, look: { color: INK } }),
        text(addProducts, { look: { size: 44, bold: true, color: INK } }),
      ),
      text(myShowcase, { padding: [20, 40], look: { size: 38, bold: true, color: INK } }),
      this.#list(),
    );
  }

  #list(): View {
    if (this.#products === null)
      return stack(
        { weight: 1 },
        image({
          className: 'android.widget.ProgressBar',
          gravity: 'center',
          width: 90,
          height: 90,
          look: { icon: 'refresh' },
        }),
      );
    if (this.#products.length === 0)
      return stack({ weight: 1 }, text(this.texts.noProducts, { gravity: 'center', look: { size: 40, color: GREY } }));
    return list(this.#scroll, { weight: 1 }, ...this.#products.map((product) => this.#product(product)));
  }

  #product(product: Product): View {
    const open = (): void => this.app.push(new ProductNameScreen(this.app, product, this.#take));
    return row(
      { key: product.id, height: 240, padding: [0, 40], gap: 30 },
      image({ width: 180, height: 180, look: { picture: product.id, radius: 12 } }),
      column(
        { weight: 1, gap: 10 },
        text(product.name, { look: { size: 40, color: INK } }),
        text(`${product.price} €`, { look: { size: 38, bold: true, color: INK } }),
      ),
      this.pill(this.texts.add, open, { look: { background: ACCENT, color: '#ffffff' } }),
    );
  }
}

/** How the product is called on the post; its own name stands there already. */
class ProductNameScreen extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.showcase;
  readonly #product: Product;
  readonly #take: Take;
  readonly #name: TextField;

  constructor(app: TikTok, product: Product, take: Take) {
    super(app);
    this.#product = product;
    this.#take = take;
    this.#name = new TextField({ hint: app.texts.productName, maxLength: PRODUCT_NAME_LIMIT });
    this.#name.set(product.name);
  }

  view(): View {
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#ffffff' } },
      row(
        { height: 130, padding: [0, 10] },
        iconButton('back', () => this.app.close(this), { description: this.texts.back, look: { color: INK } }),
        text(this.texts.productName, { look: { size: 44, bold: true, color: INK } }),
      ),
      editText(this.#name, { height: 130, padding: [30, 40], maxLines: 1, look: { size: 42, color: INK } }),
      stack({ weight: 1 }),
      row(
        { height: 200, padding: [30, 40] },
        this.pill(this.texts.add, () => this.#take({ ...this.#product, name: this.#name.text }), {
          weight: 1,
          look: { background: ACCENT, color: '#ffffff' },
        }),
      ),
    );
  }
}
