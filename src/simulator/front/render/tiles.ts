import { createHash } from 'node:crypto';
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Rect } from '../ui/node.ts';
import { drawLine, lineWidth } from './text.ts';

/** Bytes that follow from a text; a SHA-256 in hexadecimal is taken as it is, so that a tile shows the file it stands for. */
function bytesOf(seed: string): Buffer {
  if (/^[0-9a-f]{64}$/.test(seed)) return Buffer.from(seed, 'hex');
  return createHash('sha256').update(seed).digest();
}

function byte(bytes: Buffer, index: number): number {
  return bytes[index] ?? 0;
}

/** Begins a path around a rectangle with round corners; with `topOnly` the lower ones are square. */
export function roundedPath(context: SKRSContext2D, rect: Rect, radius: number, topOnly = false): void {
  const { left, top, right, bottom } = rect;
  const fitting = Math.min(radius, (right - left) / 2, (bottom - top) / 2);
  context.beginPath();
  context.roundRect(left, top, right - left, bottom - top, topOnly ? [fitting, fitting, 0, 0] : fitting);
}

/** A small landscape in two colours of its own for every file: sky, sun, two hills. */
export function drawPicture(context: SKRSContext2D, rect: Rect, picture: { seed: string; radius: number }): void {
  const bytes = bytesOf(picture.seed);
  const { left, top, right, bottom } = rect;
  const width = right - left;
  const height = bottom - top;
  const hue = (byte(bytes, 0) / 256) * 360;
  const other = (hue + 30 + (byte(bytes, 1) / 256) * 180) % 360;
  context.save();
  roundedPath(context, rect, picture.radius);
  context.clip();
  context.fillStyle = `hsl(${hue} 55% 62%)`;
  context.fillRect(left, top, width, height);
  context.fillStyle = `hsl(${other} 85% 82%)`;
  context.beginPath();
  const sun = { x: left + width * (0.2 + byte(bytes, 2) / 430), y: top + height * (0.18 + byte(bytes, 3) / 900) };
  context.arc(sun.x, sun.y, Math.min(width, height) * (0.1 + byte(bytes, 4) / 1600), 0, 2 * Math.PI);
  context.fill();
  drawHill(context, rect, {
    level: 0.5 + byte(bytes, 5) / 1500,
    bend: byte(bytes, 6) / 256,
    color: `hsl(${other} 45% 48%)`,
  });
  drawHill(context, rect, {
    level: 0.68 + byte(bytes, 7) / 1500,
    bend: byte(bytes, 8) / 256,
    color: `hsl(${other} 50% 32%)`,
  });
  context.restore();
}

function drawHill(context: SKRSContext2D, rect: Rect, hill: { level: number; bend: number; color: string }): void {
  const { left, top, right, bottom } = rect;
  const width = right - left;
  const height = bottom - top;
  const y = top + height * hill.level;
  const swing = height * 0.16 * (hill.bend - 0.5);
  context.fillStyle = hill.color;
  context.beginPath();
  context.moveTo(left, y);
  context.bezierCurveTo(left + width / 3, y - swing * 2, left + (2 * width) / 3, y + swing * 2, right, y - swing);
  context.lineTo(right, bottom);
  context.lineTo(left, bottom);
  context.fill();
}

/** A round avatar: a colour and the first letter of a name. */
export function drawAvatar(
  context: SKRSContext2D,
  rect: Rect,
  avatar: { name: string; border?: string | undefined },
): void {
  const size = Math.min(rect.right - rect.left, rect.bottom - rect.top);
  const x = (rect.left + rect.right) / 2;
  const y = (rect.top + rect.bottom) / 2;
  const inset = avatar.border === undefined ? 0 : size * 0.06;
  const hue = (byte(bytesOf(avatar.name), 0) / 256) * 360;
  context.fillStyle = `hsl(${hue} 52% 52%)`;
  context.beginPath();
  context.arc(x, y, size / 2 - inset, 0, 2 * Math.PI);
  context.fill();
  if (avatar.border !== undefined) {
    context.strokeStyle = avatar.border;
    context.lineWidth = size * 0.04;
    context.beginPath();
    context.arc(x, y, size / 2 - context.lineWidth / 2, 0, 2 * Math.PI);
    context.stroke();
  }
  const letter = avatar.name.charAt(0).toUpperCase();
  const letterSize = size * 0.46;
  const place = { x: x - lineWidth(letter, letterSize) / 2, y: y - letterSize * 0.6 };
  drawLine(context, letter, place, { size: letterSize, color: '#ffffff', bold: true });
}
