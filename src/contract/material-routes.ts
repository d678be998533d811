import { Type } from 'typebox';

import { Sha256 } from './common.ts';
import {
  DeleteMaterialQuery,
  Material,
  MaterialDeleted,
  MaterialDetail,
  MaterialList,
  MaterialListQuery,
  MaterialTags,
  UpdateMaterial,
  Uploaded,
  UploadForm,
  UploadProgress,
  UploadQuery,
} from './material.ts';
import { API_PREFIX, type RouteSpec } from './route-spec.ts';
import { NoBody } from './task-actions.ts';

const MATERIAL = `${API_PREFIX}/material`;
const MaterialId = Type.Object({ sha256: Sha256 });

export const MATERIAL_ROUTES = {
  listMaterials: {
    method: 'GET',
    path: MATERIAL,
    tag: 'material',
    summary: 'List the library',
    query: MaterialListQuery,
    data: MaterialList,
    errors: [],
  },
  listMaterialTags: {
    method: 'GET',
    path: `${MATERIAL}/tags`,
    tag: 'material',
    summary: 'The tags of the library, and how many materials bear each',
    data: MaterialTags,
    errors: [],
  },
  uploadMaterial: {
    method: 'POST',
    path: MATERIAL,
    tag: 'material',
    summary: 'Send a file',
    description:
      'Up to 4 GiB. With sha256 and size_bytes, what arrives before a cut is kept for a day, and the rest can be sent from that offset on; a file that is there already is not taken again.',
    query: UploadQuery,
    form: UploadForm,
    data: Uploaded,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  uploadProgress: {
    method: 'GET',
    path: `${MATERIAL}/upload/{sha256}`,
    tag: 'material',
    summary: 'How much of a file has arrived',
    params: MaterialId,
    data: UploadProgress,
    errors: [],
  },
  readMaterial: {
    method: 'GET',
    path: `${MATERIAL}/{sha256}`,
    tag: 'material',
    summary: 'Read a material, where it was used and what the apps make of it',
    params: MaterialId,
    data: MaterialDetail,
    errors: ['NOT_FOUND'],
  },
  updateMaterial: {
    method: 'PATCH',
    path: `${MATERIAL}/{sha256}`,
    tag: 'material',
    summary: 'Change what is said about a material',
    description: 'What is left out stays as it is.',
    params: MaterialId,
    body: UpdateMaterial,
    data: Material,
    errors: ['NOT_FOUND'],
  },
  deleteMaterial: {
    method: 'DELETE',
    path: `${MATERIAL}/{sha256}`,
    tag: 'material',
    summary: 'Delete a material',
    description:
      'Refused while a pending or running task needs it; with force, pending ones fail with MATERIAL_DELETED. Who published it stays known.',
    params: MaterialId,
    query: DeleteMaterialQuery,
    body: NoBody,
    bodyOptional: true,
    data: MaterialDeleted,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  readMaterialFile: {
    method: 'GET',
    path: `${MATERIAL}/{sha256}/file`,
    tag: 'material',
    summary: 'The file itself',
    description: 'A Range of bytes may be asked for.',
    params: MaterialId,
    data: null,
    files: ['video/mp4', 'video/quicktime', 'image/jpeg', 'image/png', 'image/webp'],
    errors: ['NOT_FOUND'],
  },
  readThumbnail: {
    method: 'GET',
    path: `${MATERIAL}/{sha256}/thumbnail`,
    tag: 'material',
    summary: 'A small picture of it',
    description:
      'At most 320 pixels a side. Of a video it is the cover picture inside the file, else a drawing with its duration.',
    params: MaterialId,
    data: null,
    files: ['image/jpeg'],
    errors: ['NOT_FOUND'],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;
