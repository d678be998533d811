/** The UI tree of a phone's screen, as it was kept: read for people, not for finding things. */

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface TreeElement {
  /** Its way from the root: `0.2.1`. */
  readonly key: string;
  readonly className: string;
  readonly text: string;
  readonly description: string;
  readonly id: string;
  readonly packageName: string;
  readonly bounds: Bounds | null;
  /** Those of the flags that are set. */
  readonly states: readonly string[];
  readonly children: readonly TreeElement[];
}

export interface ScreenTree {
  readonly elements: readonly TreeElement[];
  readonly byKey: ReadonlyMap<string, TreeElement>;
  readonly widthPx: number;
  readonly heightPx: number;
}

const STATES = ['clickable', 'scrollable', 'focused', 'selected', 'checked', 'password'];

/** @returns null when it is no such tree. */
export function readTree(xml: string): ScreenTree | null {
  const hierarchy = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  if (hierarchy.tagName !== 'hierarchy') return null;
  const elements = [...hierarchy.children].map((child, index) => readElement(child, String(index)));
  const edges = elements.flatMap(({ bounds }) => (bounds === null ? [] : [bounds]));
  return {
    elements,
    byKey: new Map(elements.flatMap(withAllInside).map((element) => [element.key, element])),
    widthPx: Math.max(1, numberOf(hierarchy, 'width'), ...edges.map(({ right }) => right)),
    heightPx: Math.max(1, numberOf(hierarchy, 'height'), ...edges.map(({ bottom }) => bottom)),
  };
}

function readElement(element: Element, key: string): TreeElement {
  const of = (name: string): string => element.getAttribute(name) ?? '';
  return {
    key,
    className: of('class') || element.tagName,
    text: of('text'),
    description: of('content-desc'),
    id: of('resource-id'),
    packageName: of('package'),
    bounds: readBounds(of('bounds')),
    states: [...STATES.filter((name) => of(name) === 'true'), ...(of('enabled') === 'false' ? ['disabled'] : [])],
    children: [...element.children].map((child, index) => readElement(child, `${key}.${index}`)),
  };
}

function withAllInside(element: TreeElement): readonly TreeElement[] {
  return [element, ...element.children.flatMap(withAllInside)];
}

function numberOf(element: Element, name: string): number {
  return Number(element.getAttribute(name)) || 0;
}

function readBounds(text: string): Bounds | null {
  const [, left, top, right, bottom] = /^\[(-?\d+),(-?\d+)\]\[(-?\d+),(-?\d+)\]$/.exec(text) ?? [];
  if (left === undefined) return null;
  return { left: Number(left), top: Number(top), right: Number(right), bottom: Number(bottom) };
}

/** The elements that say or are called something like it, in their order. */
export function searchTree({ byKey }: ScreenTree, words: string): readonly TreeElement[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return [];
  return [...byKey.values()].filter(({ text, description, id, className }) =>
    [text, description, id, className].some((value) => value.toLowerCase().includes(wanted)),
  );
}

/** The element that stands just there, the innermost of several. */
export function elementAt({ byKey }: ScreenTree, bounds: Bounds): TreeElement | undefined {
  return [...byKey.values()]
    .filter((element) => element.bounds !== null && isSame(element.bounds, bounds))
    .toSorted((a, b) => b.key.length - a.key.length)[0];
}

function isSame(a: Bounds, b: Bounds): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}

/** The keys of an element and of all it is inside of. */
export function wayTo(key: string): readonly string[] {
  const parts = key.split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}
