/** What a media file says of itself. Null where it does not, or where it could not be read: that is no reason to refuse it. */
export interface MediaFacts {
  /** `mp4`, `mov`, `jpeg`, `png` or `webp`. */
  readonly container: string | null;
  /** In lower case, by the names of MediaInfoLib's formats with the usual ones for the usual: `h264`, `hevc`, `vp9`, `prores`. */
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
  /** As shown: the rotation is applied. */
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  /** Clockwise: 0, 90, 180 or 270. */
  readonly rotationDegrees: number | null;
  readonly durationMs: number | null;
  /** Frames a second; the mean where it varies. */
  readonly frameRate: number | null;
}

export const NO_FACTS: MediaFacts = Object.freeze({
  container: null,
  videoCodec: null,
  audioCodec: null,
  widthPx: null,
  heightPx: null,
  rotationDegrees: null,
  durationMs: null,
  frameRate: null,
});
