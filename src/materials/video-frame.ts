import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface FrameOptions {
  /** The program: a name on the PATH, or a path. */
  readonly ffmpeg: string;
  /** Absolute, so that no name can be taken for a flag. */
  readonly path: string;
  readonly maxSidePx: number;
  readonly timeoutMs?: number;
}

/** A frame of a 4K video takes well under a second; what takes longer than this is made to. */
const TIMEOUT_MS = 10_000;
/** Of this many frames at the beginning the most telling one is taken: the first is often black. */
const FRAMES = 24;
const MAX_PICTURE_BYTES = 4 * 1024 ** 2;

/**
 * One frame of an MP4 or MOV as a JPEG, by the ffmpeg program where the operator has it: Postwright ships none, since its
 * builds carry parts under the GPL. It is told what the file is and may read nothing but files
 * (https://ffmpeg.org/ffmpeg-protocols.html#Protocol-Options).
 * @returns undefined when there is no such program, or when it makes no picture of the file in time.
 */
export async function frameOf(options: FrameOptions): Promise<Buffer | undefined> {
  const { ffmpeg, path, maxSidePx, timeoutMs = TIMEOUT_MS } = options;
  const fit = `scale=${maxSidePx}:${maxSidePx}:force_original_aspect_ratio=decrease`;
  const input = ['-nostdin', '-v', 'error', '-protocol_whitelist', 'file', '-f', 'mov', '-i', path];
  const output = ['-map', '0:v:0', '-vf', `${fit},thumbnail=${FRAMES}`, '-frames:v', '1', '-c:v', 'mjpeg'];
  try {
    const { stdout } = await run(ffmpeg, [...input, ...output, '-f', 'image2pipe', '-'], {
      encoding: 'buffer',
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: MAX_PICTURE_BYTES,
      windowsHide: true,
    });
    return stdout.length > 0 ? stdout : undefined;
  } catch {
    // A video without a picture is no reason to fail: it has a drawing.
    return undefined;
  }
}
