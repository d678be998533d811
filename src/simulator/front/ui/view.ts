/**
 * What a screen is made of, before it is laid out: a tree of views as an Android app inflates them. Sizes are in *units*:
 * the screen is always 1080 units wide, so a unit is a pixel on a 1080×2400 phone and less on a narrower one.
 */
import type { ScrollState } from './scroll.ts';
import type { Slider } from './slider.ts';
import type { TextField } from './text-field.ts';

/** `fill` takes what the parent has, `wrap` what the content needs. */
export type Extent = number | 'fill' | 'wrap';

export type Gravity =
  | 'top-left'
  | 'top'
  | 'top-right'
  | 'left'
  | 'center'
  | 'right'
  | 'bottom-left'
  | 'bottom'
  | 'bottom-right';

/** One number for all sides, [vertical, horizontal], or [top, right, bottom, left]. */
export type Spacing = number | readonly [number, number] | readonly [number, number, number, number];

type Arrangement = 'column' | 'row' | 'stack' | 'grid';

/** How a view is painted. It says nothing that the accessibility tree would show. */
export interface Look {
  readonly background?: string | undefined;
  /** A second colour makes the background a vertical gradient. */
  readonly backgroundEnd?: string | undefined;
  readonly radius?: number | undefined;
  /** Only the upper corners are round, as those of a bottom sheet. */
  readonly isSheet?: boolean | undefined;
  readonly border?: string | undefined;
  readonly color?: string | undefined;
  /** Text height in units. */
  readonly size?: number | undefined;
  readonly bold?: boolean | undefined;
  readonly align?: 'left' | 'center' | 'right' | undefined;
  readonly icon?: string | undefined;
  /** A coloured tile whose pattern follows from the text, a media file's SHA-256. */
  readonly picture?: string | undefined;
  /** A round avatar whose colour and letter follow from the text, a handle. */
  readonly avatar?: string | undefined;
  /** A part from 0 to 1 of the width painted as progress. */
  readonly progress?: number | undefined;
}

export interface View {
  readonly className: string;
  readonly arrangement: Arrangement;
  readonly children: readonly View[];
  /** Distinguishes siblings across redraws; without it their position does. */
  readonly key?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly text?: string | undefined;
  readonly description?: string | undefined;
  readonly hint?: string | undefined;
  readonly clickable?: boolean | undefined;
  readonly longClickable?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly checkable?: boolean | undefined;
  readonly checked?: boolean | undefined;
  readonly selected?: boolean | undefined;
  readonly password?: boolean | undefined;
  readonly maxLines?: number | undefined;
  readonly field?: TextField | undefined;
  readonly scroll?: ScrollState | undefined;
  readonly slider?: Slider | undefined;
  /** Lies under the view before it in the eyes of accessibility: painted and touched, never listed. */
  readonly decorative?: boolean | undefined;

  readonly width?: Extent | undefined;
  readonly height?: Extent | undefined;
  /** Shares what is left along the parent's row or column. */
  readonly weight?: number | undefined;
  readonly padding?: Spacing | undefined;
  readonly gap?: number | undefined;
  /** Children across the direction of a row or column. */
  readonly align?: 'start' | 'center' | 'end' | undefined;
  /** This view's place in a stack. */
  readonly gravity?: Gravity | undefined;
  /** How far a view in a stack is moved from its place, [x, y]. */
  readonly offset?: readonly [number, number] | undefined;
  readonly columns?: number | undefined;
  readonly look?: Look | undefined;

  /** A tap on it publishes. Nothing shows it: the rack counts such taps. */
  readonly publishes?: boolean | undefined;
  readonly onTap?: (() => void) | undefined;
  readonly onLongTap?: (() => void) | undefined;
  readonly onSwipe?: ((direction: 'up' | 'down' | 'left' | 'right') => void) | undefined;
}

export type Props = Partial<Omit<View, 'children' | 'arrangement'>>;

type Children = readonly (View | null | false)[];

function present(children: Children): readonly View[] {
  return children.filter((child): child is View => child !== null && child !== false);
}

export function stack(props: Props, ...children: Children): View {
  return { className: 'android.widget.FrameLayout', ...props, arrangement: 'stack', children: present(children) };
}

export function column(props: Props, ...children: Children): View {
  return { className: 'android.widget.LinearLayout', ...props, arrangement: 'column', children: present(children) };
}

export function row(props: Props, ...children: Children): View {
  return {
    className: 'android.widget.LinearLayout',
    align: 'center',
    ...props,
    arrangement: 'row',
    children: present(children),
  };
}

/** A vertical list that scrolls. */
export function list(scroll: ScrollState, props: Props, ...children: Children): View {
  return {
    className: 'androidx.recyclerview.widget.RecyclerView',
    height: 'fill',
    ...props,
    scroll,
    arrangement: 'column',
    children: present(children),
  };
}

/** A vertical grid of `props.columns` columns; cells say their own height. */
export function grid(scroll: ScrollState | undefined, props: Props, ...children: Children): View {
  return {
    className: 'androidx.recyclerview.widget.RecyclerView',
    height: scroll === undefined ? 'wrap' : 'fill',
    columns: 3,
    gap: 4,
    ...props,
    scroll,
    arrangement: 'grid',
    children: present(children),
  };
}

export function text(content: string, props: Props = {}): View {
  return {
    className: 'android.widget.TextView',
    width: 'wrap',
    ...props,
    text: content,
    arrangement: 'stack',
    children: [],
  };
}

/** A button that carries its own text. */
export function button(content: string, onTap: () => void, props: Props = {}): View {
  return {
    className: 'android.widget.Button',
    width: 'wrap',
    padding: [28, 44],
    clickable: true,
    ...props,
    look: { align: 'center', radius: 16, size: 40, bold: true, ...props.look },
    text: content,
    onTap,
    arrangement: 'stack',
    children: [],
  };
}

export function image(props: Props): View {
  return {
    className: 'android.widget.ImageView',
    width: 72,
    height: 72,
    ...props,
    arrangement: 'stack',
    children: [],
  };
}

/** An icon of `size` units that can be tapped. */
export function iconButton(icon: string, onTap: () => void, props: Props = {}): View {
  return image({
    clickable: true,
    onTap,
    width: 120,
    height: 120,
    padding: 26,
    ...props,
    look: { icon, ...props.look },
  });
}

export function editText(field: TextField, props: Props = {}): View {
  return {
    className: 'android.widget.EditText',
    clickable: true,
    longClickable: true,
    ...props,
    field,
    hint: field.hint,
    text: field.text,
    arrangement: 'stack',
    children: [],
  };
}

/** A thumb on a track that a finger drags. */
export function seekBar(slider: Slider, props: Props = {}): View {
  return {
    className: 'android.widget.SeekBar',
    height: 120,
    ...props,
    slider,
    arrangement: 'stack',
    children: [],
  };
}

/** Nothing to see or read: takes room, as `android.view.View` does in real layouts. */
export function blank(props: Props): View {
  return { className: 'android.view.View', ...props, arrangement: 'stack', children: [] };
}
