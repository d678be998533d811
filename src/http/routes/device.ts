import type { FastifyInstance } from 'fastify';

import { viewAccount } from '../../accounts/account-view.ts';
import type { Match } from '../../accounts/match.ts';
import { PLATFORMS, type Platform } from '../../contract/common.ts';
import type { MatchAnswer, PlatformMatch } from '../../contract/device.ts';
import { ROUTES } from '../../contract/routes.ts';
import { listDeviceViews, readDevice } from '../../tasks/devices.ts';
import type { HttpParts } from '../parts.ts';
import { addRoute } from '../route.ts';

export function deviceRoutes(app: FastifyInstance, { tasks, devices, care, matchAccounts }: HttpParts): void {
  addRoute(app, ROUTES.listDevices, async () => {
    const views = await listDeviceViews(devices);
    return { total: views.length, devices: views, incident: devices.incident() };
  });
  addRoute(app, ROUTES.readDevice, async ({ params }) => await readDevice(devices, params.serial));
  addRoute(app, ROUTES.testDevice, async ({ params }) => {
    const { serial } = await readDevice(devices, params.serial);
    return await care.selfTest(serial);
  });
  addRoute(app, ROUTES.quarantineDevice, async ({ params, body }) => {
    const { serial } = await readDevice(devices, params.serial);
    await care.quarantine(serial, body?.reason ?? 'No reason was given.');
    return await readDevice(devices, serial);
  });
  addRoute(app, ROUTES.releaseDevice, async ({ params }) => {
    const { serial } = await readDevice(devices, params.serial);
    await care.release(serial);
    return await readDevice(devices, serial);
  });
  addRoute(app, ROUTES.matchAccounts, async ({ params }) => {
    const { serial } = await readDevice(devices, params.serial);
    return matchAnswer(await matchAccounts(serial, tasks.shutdown));
  });
}

function matchAnswer(match: Match): MatchAnswer {
  return {
    serial: match.serial,
    platforms: PLATFORMS.map((platform) => platformMatch(match, platform)),
    accounts: [...match.found.map(({ account }) => account), ...match.missing].map(viewAccount),
  };
}

function platformMatch({ found, missing, problems }: Match, platform: Platform): PlatformMatch {
  const here = found.filter(({ account }) => account.platform === platform);
  const names = (matched: typeof here) => matched.map(({ account }) => account.username);
  return {
    platform,
    found: names(here),
    current: names(here.filter(({ current }) => current))[0] ?? null,
    added: names(here.filter(({ added }) => added)),
    bound: names(here.filter(({ bound }) => bound)),
    missing: missing.filter((account) => account.platform === platform).map(({ username }) => username),
    problems: problems
      .filter((problem) => problem.platform === platform)
      .map(({ code, message }) => ({ code, message })),
  };
}
