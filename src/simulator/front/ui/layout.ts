import { textWidth, wrapText } from './text-metrics.ts';
import type { Extent, Gravity, Spacing, View } from './view.ts';

/** A view with its place on the screen, in units. Children are in drawing order. */
export interface Box {
  readonly view: View;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly children: readonly Box[];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Area extends Size {
  readonly x: number;
  readonly y: number;
}

interface Sides {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export const DEFAULT_TEXT_SIZE = 40;
/** Distance of two base lines, as a multiple of the text size. */
export const LINE_HEIGHT = 1.3;

export function sides(spacing: Spacing | undefined): Sides {
  if (spacing === undefined) return { top: 0, right: 0, bottom: 0, left: 0 };
  if (typeof spacing === 'number') return { top: spacing, right: spacing, bottom: spacing, left: spacing };
  if (spacing.length === 2) return { top: spacing[0], right: spacing[1], bottom: spacing[0], left: spacing[1] };
  return { top: spacing[0], right: spacing[1], bottom: spacing[2], left: spacing[3] };
}

/** What a view shows as its text: an empty field shows its hint. */
export function shownText(view: View): string {
  if (view.text !== undefined && view.text !== '') return view.text;
  return view.hint ?? '';
}

/** The lines of a view's text at the width it got. */
export function textLines(view: View, width: number): string[] {
  const size = view.look?.size ?? DEFAULT_TEXT_SIZE;
  const pad = sides(view.padding);
  const lines = wrapText(shownText(view), size, Math.max(size, width - pad.left - pad.right));
  const maxLines = view.maxLines ?? Number.POSITIVE_INFINITY;
  if (lines.length <= maxLines) return lines;
  return [...lines.slice(0, maxLines - 1), `${(lines[maxLines - 1] ?? '').slice(0, -1)}…`];
}

/** Lays a view out in an area. */
export function layOut(view: View, area: Area): Box {
  return { view, ...area, children: arrange(view, inner(view, area)) };
}

function inner(view: View, area: Area): Area {
  const pad = sides(view.padding);
  return {
    x: area.x + pad.left,
    y: area.y + pad.top,
    width: Math.max(0, area.width - pad.left - pad.right),
    height: Math.max(0, area.height - pad.top - pad.bottom),
  };
}

function arrange(view: View, area: Area): Box[] {
  if (view.children.length === 0) return [];
  if (view.arrangement === 'stack') return view.children.map((child) => layOut(child, placed(child, area)));
  if (view.arrangement === 'grid') return scrolled(view, area, (space) => arrangeGrid(view, space));
  if (view.arrangement === 'row') return arrangeRow(view, area);
  return scrolled(view, area, (space) => arrangeColumn(view, space));
}

/** Lays out below each other without a lower end, tells the scroll state how much is hidden, and shifts by its offset. */
function scrolled(view: View, area: Area, arrangeIn: (space: Area) => Box[]): Box[] {
  if (view.scroll === undefined) return arrangeIn(area);
  const boxes = arrangeIn({ ...area, height: Number.POSITIVE_INFINITY });
  const end = boxes.reduce((max, box) => Math.max(max, box.y + box.height), area.y);
  view.scroll.setLimit(end - area.y - area.height);
  const offset = view.scroll.offset;
  return offset === 0 ? boxes : boxes.map((box) => shifted(box, -offset));
}

function shifted(box: Box, dy: number): Box {
  return { ...box, y: box.y + dy, children: box.children.map((child) => shifted(child, dy)) };
}

function placed(child: View, area: Area): Area {
  const { width, height } = sizeOf(child, area);
  const gravity: Gravity = child.gravity ?? 'top-left';
  const [dx, dy] = child.offset ?? [0, 0];
  const x = gravity.endsWith('left') ? 0 : gravity.endsWith('right') ? area.width - width : (area.width - width) / 2;
  const y = gravity.startsWith('top')
    ? 0
    : gravity.startsWith('bottom')
      ? area.height - height
      : (area.height - height) / 2;
  return { x: area.x + x + dx, y: area.y + y + dy, width, height };
}

function arrangeColumn(view: View, area: Area): Box[] {
  const gap = view.gap ?? 0;
  const heights = shares(view, area.height, (child) => sizeOf(child, area).height);
  let y = area.y;
  return view.children.map((child, index) => {
    const height = heights[index] ?? 0;
    const width = sizeOf(child, { width: area.width, height }).width;
    const box = layOut(child, { x: area.x + along(view.align, area.width - width), y, width, height });
    y += height + gap;
    return box;
  });
}

function arrangeRow(view: View, area: Area): Box[] {
  const gap = view.gap ?? 0;
  const widths = shares(view, area.width, (child) => sizeOf(child, area).width);
  let x = area.x;
  return view.children.map((child, index) => {
    const width = widths[index] ?? 0;
    const height = sizeOf(child, { width, height: area.height }).height;
    const box = layOut(child, { x, y: area.y + along(view.align, area.height - height), width, height });
    x += width + gap;
    return box;
  });
}

function along(align: View['align'], free: number): number {
  if (align === 'center') return free / 2;
  return align === 'end' ? free : 0;
}

/** Children with a weight share what the others leave over. */
function shares(view: View, total: number, lengthOf: (child: View) => number): number[] {
  const fixed = view.children.map((child) => (child.weight === undefined ? lengthOf(child) : 0));
  const weights = view.children.reduce((sum, child) => sum + (child.weight ?? 0), 0);
  if (weights === 0) return fixed;
  const used = fixed.reduce((sum, length) => sum + length, 0) + (view.gap ?? 0) * (view.children.length - 1);
  const free = Math.max(0, total - used);
  return view.children.map((child, index) =>
    child.weight === undefined ? (fixed[index] ?? 0) : (free * child.weight) / weights,
  );
}

function arrangeGrid(view: View, area: Area): Box[] {
  const columns = view.columns ?? 1;
  const gap = view.gap ?? 0;
  const width = (area.width - gap * (columns - 1)) / columns;
  const boxes: Box[] = [];
  let y = area.y;
  for (let start = 0; start < view.children.length; start += columns) {
    const cells = view.children.slice(start, start + columns);
    const height = Math.max(...cells.map((cell) => sizeOf(cell, { width, height: Number.POSITIVE_INFINITY }).height));
    for (const [index, cell] of cells.entries()) {
      boxes.push(layOut(cell, { x: area.x + index * (width + gap), y, width, height }));
    }
    y += height + gap;
  }
  return boxes;
}

/** The size a view takes of the room it is offered. */
function sizeOf(view: View, room: Size): Size {
  const width = view.width ?? 'fill';
  const height = view.height ?? 'wrap';
  if (typeof width === 'number' && typeof height === 'number') return { width, height };
  const offered = { width: extent(width, room.width), height: extent(height, room.height) };
  const needs = width === 'wrap' || !Number.isFinite(offered.height) || height === 'wrap';
  const content = needs ? contentSize(view, offered) : offered;
  return {
    width: width === 'wrap' ? Math.min(content.width, room.width) : offered.width,
    height: height === 'wrap' || !Number.isFinite(offered.height) ? content.height : offered.height,
  };
}

function extent(wanted: Extent, room: number): number {
  return typeof wanted === 'number' ? wanted : room;
}

function contentSize(view: View, room: Size): Size {
  const pad = sides(view.padding);
  const across = pad.left + pad.right;
  const down = pad.top + pad.bottom;
  const space = { width: Math.max(0, room.width - across), height: Math.max(0, room.height - down) };
  const size = view.children.length === 0 ? textSize(view, room.width) : childrenSize(view, space);
  return { width: size.width + across, height: size.height + down };
}

function textSize(view: View, width: number): Size {
  if (shownText(view) === '') return { width: 0, height: 0 };
  const size = view.look?.size ?? DEFAULT_TEXT_SIZE;
  const lines = textLines(view, width);
  return {
    width: Math.ceil(Math.max(...lines.map((line) => textWidth(line, size)))) + 1,
    height: Math.ceil(lines.length * size * LINE_HEIGHT),
  };
}

function childrenSize(view: View, space: Size): Size {
  const gaps = (view.gap ?? 0) * (view.children.length - 1);
  if (view.arrangement === 'grid') {
    const boxes = arrangeGrid(view, { x: 0, y: 0, ...space });
    return { width: space.width, height: boxes.reduce((end, box) => Math.max(end, box.y + box.height), 0) };
  }
  const sizes = view.children.map((child) => sizeOf(child, space));
  const widths = sizes.map((size) => size.width);
  const heights = sizes.map((size) => size.height);
  const sum = (lengths: number[]): number => lengths.reduce((total, length) => total + length, gaps);
  if (view.arrangement === 'row') {
    const weighted = view.children.some((child) => child.weight !== undefined);
    return { width: weighted ? space.width : sum(widths), height: rowHeight(view, space) };
  }
  if (view.arrangement === 'column') return { width: Math.max(...widths), height: sum(heights) };
  return { width: Math.max(...widths), height: Math.max(...heights) };
}

/** The height of a row whose weighted children wrap at the width they will really get. */
function rowHeight(view: View, space: Size): number {
  const widths = shares(view, space.width, (child) => sizeOf(child, space).width);
  return Math.max(
    ...view.children.map((child, i) => sizeOf(child, { width: widths[i] ?? 0, height: space.height }).height),
  );
}
