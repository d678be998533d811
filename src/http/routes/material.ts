import type { IncomingMessage } from 'node:http';

import type { FastifyInstance } from 'fastify';

import { checker } from '../../contract/check.ts';
import { UploadFields, type UploadQuery } from '../../contract/material.ts';
import { ROUTES } from '../../contract/routes.ts';
import { invalid } from '../../errors.ts';
import type { Materials } from '../../materials/materials.ts';
import { tagsOf } from '../../materials/tags.ts';
import type { Received } from '../../materials/uploads.ts';
import { deleteMaterialOf } from '../../tasks/delete-material.ts';
import { type FormFields, readForm } from '../multipart.ts';
import type { HttpParts } from '../parts.ts';
import { addFormRoute, addRoute } from '../route.ts';
import { sendFile } from '../send-file.ts';

export function materialRoutes(app: FastifyInstance, { materials, tasks }: HttpParts): void {
  const { store, library, uploads, thumbnails } = materials;
  addFormRoute(app, ROUTES.uploadMaterial, async ({ query, request }) => await take(materials, query, request.raw));
  addRoute(app, ROUTES.uploadProgress, async ({ params }) => {
    const { receivedBytes, complete } = await uploads.progress(params.sha256);
    return { sha256: params.sha256, received_bytes: receivedBytes, complete };
  });
  addRoute(app, ROUTES.listMaterials, async ({ query }) => await library.list(query));
  addRoute(app, ROUTES.listMaterialTags, async () => await library.tags());
  addRoute(app, ROUTES.readMaterial, async ({ params }) => await library.read(params.sha256));
  addRoute(app, ROUTES.updateMaterial, async ({ params, body }) => await library.update(params.sha256, body));
  addRoute(app, ROUTES.deleteMaterial, async ({ params, query }) => {
    const parts = { ...tasks, materials: store };
    const failed = await deleteMaterialOf(parts, { sha256: params.sha256, force: query.force === true });
    return { deleted: true as const, failed_task_ids: failed.map((task) => task.id) };
  });
  addRoute(app, ROUTES.readMaterialFile, async ({ params, request, reply }) => {
    const material = await library.find(params.sha256);
    await sendFile(request, reply, { ...material, path: store.pathOf(material) });
    return undefined;
  });
  addRoute(app, ROUTES.readThumbnail, async ({ params, reply }) => {
    const picture = await thumbnails.of(await library.find(params.sha256));
    reply.type('image/jpeg').header('content-security-policy', "default-src 'none'; sandbox");
    await reply.send(picture);
    return undefined;
  });
}

/** A form whose fields are wrong leaves no file behind, wherever in it they stand. */
async function take({ store, uploads, library }: Materials, query: UploadQuery, raw: IncomingMessage) {
  const announced = announcedBy(query);
  const delivery = store.open();
  try {
    const { taken, fields } = await readForm<Received>(raw, async (file, before) => {
      readFields(before);
      return announced === undefined
        ? await uploads.receiveUnannounced(file, delivery)
        : await uploads.receive(announced, file, delivery);
    });
    const described = await library.describe(taken, readFields(fields));
    delivery.keep();
    return described;
  } catch (error) {
    await delivery.takeBack().catch(() => {});
    throw error;
  }
}

function announcedBy({ sha256, size_bytes: sizeBytes, offset = 0 }: UploadQuery) {
  if (sha256 === undefined) {
    if (offset === 0) return undefined;
    throw invalid([{ path: 'query.offset', message: 'needs sha256 and size_bytes, to know what it goes on with' }]);
  }
  if (sizeBytes === undefined) throw invalid([{ path: 'query.size_bytes', message: 'is required with sha256' }]);
  if (offset <= sizeBytes) return { sha256, sizeBytes, offset };
  throw invalid([{ path: 'query.offset', message: `must not be beyond size_bytes (${sizeBytes})` }]);
}

const checkFields = checker(UploadFields);

function readFields({ tags, caption, sort_order: sortOrder, ...unknown }: FormFields): UploadFields {
  return checkFields({
    ...unknown,
    ...(tags === undefined ? {} : { tags: tagsOf(tags) }),
    ...(caption === undefined ? {} : { caption }),
    ...(sortOrder === undefined ? {} : { sort_order: /^-?\d{1,15}$/.test(sortOrder) ? Number(sortOrder) : sortOrder }),
  });
}
