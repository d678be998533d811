import type { FastifyInstance, FastifyReply } from 'fastify';

import { ROUTES } from '../../contract/routes.ts';
import { knownSerial } from '../../tasks/devices.ts';
import type { HttpParts, PictureSeen } from '../parts.ts';
import { addRoute } from '../route.ts';

const DEFAULT_WIDTH_PX = 360;
const DEFAULT_FLASH_S = 5;

export function deviceControlRoutes(app: FastifyInstance, { devices, pictures, control, identify }: HttpParts): void {
  const known = async (serial: string): Promise<string> => await knownSerial(devices, serial);
  addRoute(app, ROUTES.readScreen, async ({ params, query, headers, reply }) => {
    const look = { widthPx: query.width ?? DEFAULT_WIDTH_PX, maxAgeMs: query.max_age_ms };
    const picture = await pictures.look(await known(params.serial), look);
    await sendPicture(reply, picture, headers['if-none-match']);
    return undefined;
  });
  addRoute(app, ROUTES.identifyDevice, async ({ params, body }) => {
    const serial = await known(params.serial);
    return { serial, flashes: await identify(serial, body?.seconds ?? DEFAULT_FLASH_S) };
  });
  addRoute(app, ROUTES.takeControl, async ({ params, body }) => {
    const serial = await known(params.serial);
    return await control.take(serial, { by: body?.by ?? null, waitMs: body?.wait_ms ?? 0 });
  });
  addRoute(app, ROUTES.endControl, async ({ params, query, headers }) => {
    const serial = await known(params.serial);
    await control.end(serial, { token: headers['control-token'] ?? null, force: query.force === true });
    return { ended: true as const };
  });
  addRoute(app, ROUTES.renewControl, async ({ params: { serial }, headers }) => {
    await known(serial);
    return { serial, expires_at: control.renew(serial, headers['control-token']) };
  });
  addRoute(app, ROUTES.tapDevice, async ({ params: { serial }, headers, body }) => {
    await known(serial);
    return { serial, expires_at: await control.tap(serial, headers['control-token'], body) };
  });
  addRoute(app, ROUTES.swipeDevice, async ({ params: { serial }, headers, body }) => {
    await known(serial);
    return { serial, expires_at: await control.swipe(serial, headers['control-token'], body) };
  });
  addRoute(app, ROUTES.typeOnDevice, async ({ params: { serial }, headers, body }) => {
    await known(serial);
    return { serial, expires_at: await control.write(serial, headers['control-token'], body.text) };
  });
  addRoute(app, ROUTES.pressDeviceKey, async ({ params: { serial }, headers, body }) => {
    await known(serial);
    return { serial, expires_at: await control.press(serial, headers['control-token'], body.key) };
  });
}

async function sendPicture(reply: FastifyReply, picture: PictureSeen, known: string | undefined): Promise<void> {
  const tag = `"${picture.tag}"`;
  reply
    .header('etag', tag)
    // To be asked for anew each time, and not sent again while it is the same.
    .header('cache-control', 'private, no-cache')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('x-picture-age', String(picture.ageMs))
    .header('last-modified', picture.takenAt.toUTCString());
  const isKnown = known?.split(',').some((one) => one.trim().replace(/^W\//, '') === tag) === true;
  if (isKnown) await reply.code(304).send();
  else await reply.type('image/jpeg').send(picture.jpeg);
}
