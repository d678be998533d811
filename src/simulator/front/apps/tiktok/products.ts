export interface Product {
  readonly id: string;
  readonly name: string;
  readonly price: string;
}

const SHOWCASE: readonly Product[] = [
  { id: '17291', name: 'Linen apron, natural', price: '24,90' },
  { id: '17305', name: 'Enamel mug, 350 ml', price: '11,50' },
  { id: '17344', name: 'Beeswax candle', price: '8,00' },
];

interface Showcase {
  readonly mayLink: boolean;
  readonly maySell: boolean;
  readonly products: readonly Product[];
}

/**
 * What an account has to link: accounts whose name ends in `nolink` may link nothing, those that end in `noshop` may not
 * sell, and those that end in `empty` have put nothing into their showcase.
 */
export function showcaseOf(handle: string): Showcase {
  const mayLink = !handle.endsWith('nolink');
  const maySell = mayLink && !handle.endsWith('noshop');
  return { mayLink, maySell, products: maySell && !handle.endsWith('empty') ? SHOWCASE : [] };
}
