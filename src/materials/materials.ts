import type { Clock } from '../kit/clock.ts';
import { MaterialLibrary } from './library.ts';
import { MaterialStore, type MaterialStoreParts } from './store.ts';
import { type ThumbnailParts, Thumbnails } from './thumbnails.ts';
import { MaterialUploads } from './uploads.ts';

/** All there is about materials, around one store. */
export interface Materials {
  readonly store: MaterialStore;
  readonly uploads: MaterialUploads;
  readonly library: MaterialLibrary;
  readonly thumbnails: Thumbnails;
}

export function buildMaterials(
  parts: MaterialStoreParts & Pick<ThumbnailParts, 'ffmpeg'> & { readonly clock: Clock },
): Materials {
  const store = new MaterialStore(parts);
  const { db, clock, ffmpeg } = parts;
  return {
    store,
    uploads: new MaterialUploads({ db, store, clock }),
    library: new MaterialLibrary({ db, store }),
    thumbnails: new Thumbnails({ files: store.files, probe: store.probe, ffmpeg }),
  };
}
