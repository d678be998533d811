import type { MaterialFactColumns, MaterialRow } from '../storage/materials.ts';
import type { MediaFacts } from './facts.ts';
import type { MediaType } from './sniff.ts';

/** A media file in the store: its bytes never change, its name is the one the caller knew. */
export interface StoredMaterial extends MediaType {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly name: string;
  readonly facts: MediaFacts;
}

export function materialOf(row: MaterialRow): StoredMaterial {
  return {
    sha256: row.sha256,
    kind: row.kind,
    mime: row.mime,
    extension: row.extension,
    sizeBytes: row.size_bytes,
    name: row.original_name,
    facts: {
      container: row.container,
      videoCodec: row.video_codec,
      audioCodec: row.audio_codec,
      widthPx: row.width_px,
      heightPx: row.height_px,
      rotationDegrees: row.rotation_degrees,
      durationMs: row.duration_ms,
      frameRate: row.frame_rate,
    },
  };
}

export function factColumns(facts: MediaFacts): MaterialFactColumns {
  return {
    container: facts.container,
    video_codec: facts.videoCodec,
    audio_codec: facts.audioCodec,
    width_px: facts.widthPx,
    height_px: facts.heightPx,
    rotation_degrees: facts.rotationDegrees,
    duration_ms: facts.durationMs,
    frame_rate: facts.frameRate,
  };
}
