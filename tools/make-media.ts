/**
 * Draws examples/media/: a clip and three photos to publish, made here so that they belong to nobody. The same code gives
 * the same pictures; run it again only to change them.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import h264 from 'h264-mp4-encoder';

const FOLDER = join(import.meta.dirname, '..', 'examples', 'media');
const CLIP = { widthPx: 720, heightPx: 1280, framesPerSecond: 24, durationMs: 6000 };
const PHOTO = { widthPx: 1080, heightPx: 1350, quality: 88 };

interface Scene {
  /** Sky from the zenith to the horizon. */
  readonly sky: readonly [string, string, string];
  readonly sun: { readonly colour: string; readonly x: number; readonly y: number; readonly radius: number };
  /** Ridges from the farthest to the nearest. */
  readonly ridges: readonly string[];
  readonly water: readonly [string, string];
  readonly stars: boolean;
}

const DUSK: Scene = {
  sky: ['#2b2a55', '#b5507a', '#ffb067'],
  sun: { colour: '#fff0c2', x: 0.62, y: 0.4, radius: 0.075 },
  ridges: ['#9a4a72', '#6b3a66', '#43305a', '#241f3f'],
  water: ['#e58a68', '#2a2145'],
  stars: false,
};
const MORNING: Scene = {
  sky: ['#5fa8d9', '#a9d5e8', '#fdf1d3'],
  sun: { colour: '#fffbe6', x: 0.3, y: 0.36, radius: 0.06 },
  ridges: ['#a9c6d2', '#7fa9b4', '#55868c', '#2f5d5c'],
  water: ['#cfe6e4', '#3d7f86'],
  stars: false,
};
const NIGHT: Scene = {
  sky: ['#070b22', '#16234d', '#3a4a7d'],
  sun: { colour: '#f4f2e4', x: 0.7, y: 0.22, radius: 0.05 },
  ridges: ['#26345f', '#1b2749', '#121a36', '#090e22'],
  water: ['#33437a', '#070b1e'],
  stars: true,
};

const HORIZON = 0.58;

/** The same numbers for the same seed, so that a second run draws the same picture. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

interface View {
  readonly context: SKRSContext2D;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Seconds into the clip; 0 for a photo. */
  readonly time: number;
}

function paint(view: View, scene: Scene): void {
  paintSky(view, scene);
  if (scene.stars) paintStars(view);
  paintSun(view, scene);
  paintWater(view, scene);
  scene.ridges.forEach((colour, depth) => {
    paintRidge(view, colour, depth);
  });
  paintGlitter(view, scene);
  if (!scene.stars) paintBirds(view);
}

function paintSky({ context, widthPx, heightPx }: View, { sky }: Scene): void {
  const gradient = context.createLinearGradient(0, 0, 0, heightPx * HORIZON);
  sky.forEach((colour, index) => {
    gradient.addColorStop(index / (sky.length - 1), colour);
  });
  context.fillStyle = gradient;
  context.fillRect(0, 0, widthPx, heightPx);
}

function paintStars({ context, widthPx, heightPx }: View): void {
  const next = random(11);
  for (let count = 0; count < 260; count++) {
    const radius = 0.6 + next() ** 4 * 2.4;
    context.fillStyle = `rgba(255, 255, 245, ${0.3 + next() * 0.7})`;
    context.beginPath();
    context.arc(next() * widthPx, next() * heightPx * HORIZON * 0.9, radius, 0, Math.PI * 2);
    context.fill();
  }
}

function sunAt({ widthPx, heightPx, time }: View, { sun }: Scene): { x: number; y: number; radius: number } {
  return { x: sun.x * widthPx, y: (sun.y + time * 0.012) * heightPx, radius: sun.radius * widthPx };
}

function paintSun(view: View, scene: Scene): void {
  const { context, widthPx, heightPx } = view;
  const { x, y, radius } = sunAt(view, scene);
  const glow = context.createRadialGradient(x, y, radius * 0.5, x, y, radius * 6);
  glow.addColorStop(0, `${scene.sun.colour}b0`);
  glow.addColorStop(0.35, `${scene.sun.colour}40`);
  glow.addColorStop(1, `${scene.sun.colour}00`);
  context.fillStyle = glow;
  context.fillRect(0, 0, widthPx, heightPx);
  context.fillStyle = scene.sun.colour;
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
}

function paintWater({ context, widthPx, heightPx }: View, { water }: Scene): void {
  const top = heightPx * (HORIZON + 0.06);
  const gradient = context.createLinearGradient(0, top, 0, heightPx);
  gradient.addColorStop(0, water[0]);
  gradient.addColorStop(1, water[1]);
  context.fillStyle = gradient;
  context.fillRect(0, top, widthPx, heightPx - top);
}

/** Nearer ridges are lower, rougher, and pass by faster. */
function paintRidge({ context, widthPx, heightPx, time }: View, colour: string, depth: number): void {
  const base = heightPx * (HORIZON + 0.03 + depth * 0.022);
  const swing = heightPx * (0.075 - depth * 0.014);
  const shift = time * (0.04 + depth * 0.07) + depth * 4.7;
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(0, base + heightPx * 0.03);
  for (let x = 0; x <= widthPx; x += 4) {
    const at = x / widthPx + shift;
    const height =
      Math.sin(at * 3.1) + 0.5 * Math.sin(at * 7.3 + 1) + 0.22 * Math.sin(at * 17 + 2) + 0.08 * Math.sin(at * 41);
    context.lineTo(x, base - swing * (0.35 + height * 0.55));
  }
  context.lineTo(widthPx, base + heightPx * 0.03);
  context.fill();
}

/** Light on the waves below the sun: short strokes that grow and wander towards the shore. */
function paintGlitter(view: View, scene: Scene): void {
  const { context, heightPx, time } = view;
  const { x, radius } = sunAt(view, scene);
  const top = heightPx * (HORIZON + 0.13);
  const next = random(5);
  context.lineCap = 'round';
  for (let count = 0; count < 150; count++) {
    const depth = next() ** 1.3;
    const y = top + depth * (heightPx - top);
    const sway = Math.sin(time * (1.2 + next()) + next() * 6.28);
    const length = radius * (0.25 + depth * 0.9) * (0.6 + 0.4 * sway);
    const centre = x + (next() - 0.5) * radius * (1.2 + depth * 4) + sway * radius * 0.25;
    context.strokeStyle = scene.sun.colour + Math.round(60 + 120 * (1 - depth) * (0.6 + 0.4 * sway)).toString(16);
    context.lineWidth = heightPx * (0.0012 + depth * 0.003);
    context.beginPath();
    context.moveTo(centre - length / 2, y);
    context.lineTo(centre + length / 2, y);
    context.stroke();
  }
}

function paintBirds({ context, widthPx, heightPx, time }: View): void {
  const next = random(3);
  context.strokeStyle = '#2b2440cc';
  for (let count = 0; count < 5; count++) {
    const span = widthPx * (0.016 + next() * 0.016);
    const x = widthPx * ((0.12 + next() * 0.35 + time * 0.05) % 1);
    const y = heightPx * (0.16 + next() * 0.12 + 0.004 * Math.sin(time * 2 + count));
    const lift = span * (0.35 + 0.3 * Math.sin(time * 7 + next() * 6));
    context.lineWidth = span * 0.12;
    context.beginPath();
    context.moveTo(x - span, y - lift);
    context.quadraticCurveTo(x - span * 0.4, y - lift, x, y);
    context.quadraticCurveTo(x + span * 0.4, y - lift, x + span, y - lift);
    context.stroke();
  }
}

async function clip(): Promise<Uint8Array> {
  const { widthPx, heightPx, framesPerSecond, durationMs } = CLIP;
  const context = createCanvas(widthPx, heightPx).getContext('2d');
  const encoder = await h264.createH264MP4Encoder();
  Object.assign(encoder, {
    width: widthPx,
    height: heightPx,
    frameRate: framesPerSecond,
    quantizationParameter: 28,
    groupOfPictures: 48,
    speed: 2,
  });
  encoder.initialize();
  for (let frame = 0; frame < (durationMs / 1000) * framesPerSecond; frame++) {
    paint({ context, widthPx, heightPx, time: frame / framesPerSecond }, DUSK);
    encoder.addFrameRgba(context.getImageData(0, 0, widthPx, heightPx).data);
  }
  encoder.finalize();
  const bytes = encoder.FS.readFile(encoder.outputFilename);
  encoder.delete();
  return bytes;
}

function photo(scene: Scene, time: number): Buffer {
  const canvas = createCanvas(PHOTO.widthPx, PHOTO.heightPx);
  paint({ context: canvas.getContext('2d'), widthPx: PHOTO.widthPx, heightPx: PHOTO.heightPx, time }, scene);
  return canvas.toBuffer('image/jpeg', PHOTO.quality);
}

await mkdir(FOLDER, { recursive: true });
await writeFile(join(FOLDER, 'photo-1.jpg'), photo(MORNING, 0));
await writeFile(join(FOLDER, 'photo-2.jpg'), photo(DUSK, 2));
await writeFile(join(FOLDER, 'photo-3.jpg'), photo(NIGHT, 5));
await writeFile(join(FOLDER, 'clip.mp4'), await clip());
