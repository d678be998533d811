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

/**
 * What an account shows for sale: accounts whose name ends in `noshop` may not sell at all, and those that end in `empty`
 * have put nothing into their showcase.
 */
export function showcaseOf(handle: string): { readonly maySell: boolean; readonly products: readonly Product[] } {
  if (handle.endsWith('noshop')) return { maySell: false, products: [] };
  return { maySell: true, products: handle.endsWith('empty') ? [] : SHOWCASE };
}
