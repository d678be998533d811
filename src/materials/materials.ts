import type { Clock } from '../kit/clock.ts';
import { MaterialLibrary } from './library.ts';
import { MaterialStore, type MaterialStoreParts } from './store.ts';
import { Thumbnails } from './thumbnails.ts';
import { MaterialUploads } from './uploads.ts';

/** All there is about materials, around one store. */
export interface Materials {
  readonly store: MaterialStore;
  readonly uploads: MaterialUploads;
  readonly library: MaterialLibrary;
  readonly thumbnails: Thumbnails;
}

export function buildMaterials(parts: MaterialStoreParts & { readonly clock: Clock }): Materials {
  const store = new MaterialStore(parts);
  const { db, clock } = parts;
  return {
    store,
    uploads: new MaterialUploads({ db, store, clock }),
    library: new MaterialLibrary({ db, store }),
    thumbnails: new Thumbnails(store),
  };
}
