import { Path2D, type SKRSContext2D } from '@napi-rs/canvas';
import type { Rect } from '../ui/node.ts';
import { STATUS_BAR_UNITS } from '../windows/geometry.ts';
import { keyPlaces } from '../windows/keyboard.ts';
import type { Scene } from './scene.ts';
import { drawLine, lineWidth } from './text.ts';
import { roundedPath } from './tiles.ts';

/** Clock, signal and battery. */
export function paintStatusBar(context: SKRSContext2D, { geometry, hasDarkStatusBar, clock }: Scene): void {
  const { scale, screen } = geometry;
  const color = hasDarkStatusBar ? '#ffffff' : '#202124';
  const size = 36 * scale;
  drawLine(
    context,
    clock,
    { x: 44 * scale, y: (STATUS_BAR_UNITS * scale - size * 1.3) / 2 },
    { size, color, bold: true },
  );
  context.save();
  context.translate(screen.right - 150 * scale, 16 * scale);
  context.scale(1.35 * scale, 1.35 * scale);
  context.fillStyle = color;
  context.fill(new Path2D('M2,22L22,2V22Z'));
  context.fill(new Path2D('M34,4H42V2H50V4H58V24H34Z'));
  context.restore();
}

/** Back, home, recent apps. */
export function paintNavigationBar(context: SKRSContext2D, { geometry, hasDarkNavigationBar: isDark }: Scene): void {
  const { navigationBar: bar, scale } = geometry;
  context.fillStyle = isDark ? '#000000' : '#ffffff';
  context.fillRect(bar.left, bar.top, bar.right - bar.left, bar.bottom - bar.top);
  context.strokeStyle = isDark ? '#ffffff' : '#5f6368';
  context.lineWidth = 5 * scale;
  context.lineJoin = 'round';
  const middle = (bar.top + bar.bottom) / 2;
  const radius = 22 * scale;
  const third = bar.right / 3;
  context.beginPath();
  context.moveTo(third / 2 + radius * 0.8, middle - radius);
  context.lineTo(third / 2 - radius, middle);
  context.lineTo(third / 2 + radius * 0.8, middle + radius);
  context.closePath();
  context.stroke();
  context.beginPath();
  context.arc(bar.right / 2, middle, radius, 0, 2 * Math.PI);
  context.stroke();
  roundedPath(context, squareAround(bar.right - third / 2, middle, radius * 0.9), 4 * scale);
  context.stroke();
}

function squareAround(x: number, y: number, half: number): Rect {
  return { left: x - half, top: y - half, right: x + half, bottom: y + half };
}

export function paintKeyboard(context: SKRSContext2D, { geometry }: Scene): void {
  const { keyboard, scale } = geometry;
  context.fillStyle = '#e3e6eb';
  context.fillRect(keyboard.left, keyboard.top, keyboard.right - keyboard.left, keyboard.bottom - keyboard.top);
  const gap = 7 * scale;
  for (const { key, rect } of keyPlaces(keyboard)) {
    const inner = { left: rect.left + gap, top: rect.top + gap, right: rect.right - gap, bottom: rect.bottom - gap };
    roundedPath(context, inner, 14 * scale);
    context.fillStyle = key.weight === 1 || key.label === ' ' ? '#ffffff' : '#cdd2da';
    context.fill();
    const label = KEY_SIGNS[key.label] ?? key.label;
    const size = (label.length > 1 ? 38 : 52) * scale;
    const x = (rect.left + rect.right - lineWidth(label, size)) / 2;
    drawLine(
      context,
      label,
      { x, y: (rect.top + rect.bottom) / 2 - size * 0.65 },
      { size, color: '#202124', bold: false },
    );
  }
}

/** Keys whose signs are not in the rack's face. */
const KEY_SIGNS: Readonly<Record<string, string>> = { '⌫': '<×', '⏎': '→', '⇧': '^' };

export function paintToast(context: SKRSContext2D, { toast, geometry }: Scene): void {
  if (toast === null) return;
  const { scale, screen } = geometry;
  const size = 38 * scale;
  const half = Math.min(screen.right / 2 - 40 * scale, lineWidth(toast, size) / 2 + 50 * scale);
  const y = screen.bottom - 420 * scale;
  const middle = screen.right / 2;
  roundedPath(
    context,
    { left: middle - half, top: y - 55 * scale, right: middle + half, bottom: y + 55 * scale },
    55 * scale,
  );
  context.fillStyle = '#323232f0';
  context.fill();
  const place = { x: middle - lineWidth(toast, size) / 2, y: y - size * 0.65 };
  drawLine(context, toast, place, { size, color: '#ffffff', bold: false });
}
