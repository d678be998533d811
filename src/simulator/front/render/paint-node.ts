import type { SKRSContext2D } from '@napi-rs/canvas';
import { DEFAULT_TEXT_SIZE, LINE_HEIGHT, shownText, sides, textLines } from '../ui/layout.ts';
import type { Rect, UiNode } from '../ui/node.ts';
import { SLIDER_INSET_UNITS } from '../ui/slider.ts';
import type { Look } from '../ui/view.ts';
import { iconOf } from './icons.ts';
import { drawLine, lineWidth } from './text.ts';
import { drawAvatar, drawPicture, roundedPath } from './tiles.ts';

const HINT_COLOR = '#9a9ca3';
const TEXT_COLOR = '#161823';
const ICON_BOX = 24;
const ICON_STROKE = 1.9;

/** Paints a node and all below it. `scale` is pixels per unit. */
export function paintNode(context: SKRSContext2D, node: UiNode, scale: number): void {
  if (node.visible === null) return;
  const look = node.view.look ?? {};
  paintBackground(context, node.bounds, look, scale);
  if (look.picture !== undefined) {
    drawPicture(context, node.bounds, { seed: look.picture, radius: (look.radius ?? 0) * scale });
  }
  if (look.avatar !== undefined) drawAvatar(context, node.bounds, { name: look.avatar, border: look.border });
  if (look.icon !== undefined) paintIcon(context, node, scale);
  if (node.view.slider !== undefined) paintSlider(context, node, scale);
  else if (node.children.length === 0) paintText(context, node, scale);
  paintChildren(context, node, scale);
}

function paintChildren(context: SKRSContext2D, node: UiNode, scale: number): void {
  const clips = node.view.scroll !== undefined && node.visible !== null;
  if (clips && node.visible !== null) {
    const { left, top, right, bottom } = node.visible;
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
  }
  for (const child of node.children) paintNode(context, child, scale);
  if (clips) context.restore();
}

function paintBackground(context: SKRSContext2D, rect: Rect, look: Look, scale: number): void {
  const hasBorder = look.border !== undefined && look.avatar === undefined;
  if (look.background === undefined && !hasBorder && look.progress === undefined) return;
  roundedPath(context, rect, (look.radius ?? 0) * scale, look.isSheet);
  if (look.background !== undefined) {
    context.fillStyle = look.backgroundEnd === undefined ? look.background : gradient(context, rect, look);
    context.fill();
  }
  if (hasBorder) {
    context.strokeStyle = look.border ?? '';
    context.lineWidth = 2.5 * scale;
    context.stroke();
  }
  if (look.progress !== undefined) {
    const end = rect.left + (rect.right - rect.left) * look.progress;
    roundedPath(context, { ...rect, right: Math.max(rect.left + 1, end) }, (look.radius ?? 0) * scale);
    context.fillStyle = look.color ?? TEXT_COLOR;
    context.fill();
  }
}

const TRACK_UNITS = 6;
const THUMB_UNITS = 24;

function paintSlider(context: SKRSContext2D, { bounds, view }: UiNode, scale: number): void {
  const color = view.look?.color ?? TEXT_COLOR;
  const inset = SLIDER_INSET_UNITS * scale;
  const left = bounds.left + inset;
  const thumb = left + (bounds.right - inset - left) * (view.slider?.share ?? 0);
  const y = (bounds.top + bounds.bottom) / 2;
  const line = { top: y - TRACK_UNITS * scale, bottom: y + TRACK_UNITS * scale };
  context.fillStyle = HINT_COLOR;
  context.fillRect(left, line.top, bounds.right - inset - left, line.bottom - line.top);
  context.fillStyle = color;
  context.fillRect(left, line.top, thumb - left, line.bottom - line.top);
  context.beginPath();
  context.arc(thumb, y, THUMB_UNITS * scale, 0, 2 * Math.PI);
  context.fill();
}

function gradient(context: SKRSContext2D, rect: Rect, look: Look): ReturnType<SKRSContext2D['createLinearGradient']> {
  const shade = context.createLinearGradient(0, rect.top, 0, rect.bottom);
  shade.addColorStop(0, look.background ?? '#000000');
  shade.addColorStop(1, look.backgroundEnd ?? '#000000');
  return shade;
}

function paintIcon(context: SKRSContext2D, { bounds, view }: UiNode, scale: number): void {
  const look = view.look ?? {};
  const isOnPicture = look.picture !== undefined;
  const pad = sides(view.padding);
  const width = bounds.right - bounds.left - (pad.left + pad.right) * scale;
  const height = bounds.bottom - bounds.top - (pad.top + pad.bottom) * scale;
  const size = isOnPicture ? 44 * scale : Math.min(width, height);
  const middle = { x: (bounds.left + bounds.right) / 2, y: (bounds.top + bounds.bottom) / 2 };
  const x = isOnPicture ? bounds.right - size - 14 * scale : middle.x - size / 2;
  const y = isOnPicture ? bounds.top + 14 * scale : middle.y - size / 2;
  const icon = iconOf(look.icon ?? '');
  context.save();
  context.translate(x, y);
  context.scale(size / ICON_BOX, size / ICON_BOX);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.lineWidth = ICON_STROKE;
  context.strokeStyle = isOnPicture ? '#ffffff' : (look.color ?? TEXT_COLOR);
  context.fillStyle = context.strokeStyle;
  if (icon.isFilled) context.fill(icon.path);
  else context.stroke(icon.path);
  if (icon.detail !== null) {
    context.strokeStyle = '#ffffff';
    context.stroke(icon.detail);
  }
  context.restore();
}

function paintText(context: SKRSContext2D, node: UiNode, scale: number): void {
  const { view, bounds } = node;
  if (shownText(view) === '' || view.className === 'android.widget.ProgressBar' || view.look?.picture !== undefined)
    return;
  const look = view.look ?? {};
  const size = (look.size ?? DEFAULT_TEXT_SIZE) * scale;
  const pad = sides(view.padding);
  const lines = textLines(view, (bounds.right - bounds.left) / scale);
  const isHint = view.field !== undefined && view.field.text === '';
  const style = { size, color: isHint ? HINT_COLOR : (look.color ?? TEXT_COLOR), bold: look.bold === true && !isHint };
  const inner = { left: bounds.left + pad.left * scale, right: bounds.right - pad.right * scale };
  const height = lines.length * size * LINE_HEIGHT;
  const room = bounds.bottom - bounds.top - (pad.top + pad.bottom) * scale;
  const isCentred = look.align === 'center' || view.className.endsWith('Button');
  let y = bounds.top + pad.top * scale + (isCentred ? (room - height) / 2 : 0);
  for (const line of lines) {
    const width = lineWidth(line, size);
    const middle = (inner.left + inner.right - width) / 2;
    const x = look.align === 'center' ? middle : look.align === 'right' ? inner.right - width : inner.left;
    drawLine(context, line, { x, y }, style);
    y += size * LINE_HEIGHT;
  }
}
