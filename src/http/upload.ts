import type { FastifyRequest } from 'fastify';

import { invalid, type PostwrightError } from '../errors.ts';

/**
 * The file that a request carries: the whole body, or the one file of a form.
 * @throws INVALID_PARAMETER
 */
export async function uploadedFile({ body, headers }: FastifyRequest): Promise<Uint8Array> {
  const type = headers['content-type'] ?? '';
  if (!(body instanceof Uint8Array)) throw missing();
  if (!/^multipart\/form-data\b/i.test(type)) return body;
  const values = [...(await formOf(body, type)).values()];
  const [file, ...others] = values.filter((value) => value instanceof File);
  if (file === undefined) throw missing();
  if (others.length > 0) throw invalid([{ path: 'file', message: 'is there more than once; send one file at a time' }]);
  return new Uint8Array(await file.arrayBuffer());
}

async function formOf(body: Uint8Array, type: string): Promise<FormData> {
  try {
    return await new Response(Buffer.from(body), { headers: { 'content-type': type } }).formData();
  } catch {
    throw invalid([{ path: 'body', message: 'is not the form that its Content-Type says' }]);
  }
}

function missing(): PostwrightError {
  const message = 'is missing; send the file as the body, or as the field "file" of a form';
  return invalid([{ path: 'file', message }]);
}
