import type { FastifyInstance } from 'fastify';

import { uniqueTags } from '../../accounts/tags.ts';
import { ROUTES } from '../../contract/routes.ts';
import { describePhone, knownSerial, readDevice } from '../../tasks/devices.ts';
import type { HttpParts } from '../parts.ts';
import { addRoute } from '../route.ts';

const NO_REASON = 'No reason was given.';

export function deviceUseRoutes(app: FastifyInstance, { tasks, devices, use }: HttpParts): void {
  addRoute(app, ROUTES.updateDevice, async ({ params, body: { name, tags } }) => {
    await describePhone(tasks, params.serial, {
      ...(name === undefined ? {} : { name: name?.trim() || null }),
      ...(tags === undefined ? {} : { tags: uniqueTags(tags) }),
    });
    return await readDevice(devices, params.serial);
  });
  addRoute(app, ROUTES.readDeviceApps, async ({ params }) => await use.apps(await knownSerial(devices, params.serial)));
  addRoute(app, ROUTES.retireDevice, async ({ params, body }) => {
    const serial = await knownSerial(devices, params.serial);
    await use.retire(serial, body?.reason ?? NO_REASON);
    return await readDevice(devices, serial);
  });
  addRoute(app, ROUTES.restoreDevice, async ({ params }) => {
    const serial = await knownSerial(devices, params.serial);
    await use.restore(serial);
    return await readDevice(devices, serial);
  });
  addRoute(app, ROUTES.replaceDevice, async ({ params, body }) => {
    const serial = await knownSerial(devices, params.serial);
    const { by, reason = NO_REASON, with_current: withCurrent = false } = body;
    return await use.replace(serial, { by, reason, withCurrent });
  });
}
