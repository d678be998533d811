import type { FastifyInstance } from 'fastify';

import type { Readiness, ReadinessCheck } from '../../contract/health.ts';
import { ROUTES } from '../../contract/routes.ts';
import { packageVersion } from '../../kit/package.ts';
import type { HttpParts, Probe } from '../parts.ts';
import { addRoute } from '../route.ts';

const NOT_READY = 503;

export function healthRoutes(app: FastifyInstance, parts: HttpParts): void {
  const version = packageVersion();
  addRoute(app, ROUTES.health, async () => ({
    status: 'ok' as const,
    version,
    uptime_ms: Math.round(process.uptime() * 1000),
  }));
  addRoute(app, ROUTES.readiness, async ({ reply }) => {
    const readiness = readinessOf(parts, parts.clock.now());
    if (!readiness.ready) reply.code(NOT_READY);
    return readiness;
  });
}

function readinessOf({ probes, unavailable }: HttpParts, now: Date): Readiness {
  const checks = {
    queue_poll: checkOf(probes.queuePoll, now),
    adb_round_trip: checkOf(probes.adbRoundTrip, now),
    database_write: checkOf(probes.databaseWrite, now),
    disk: checkOf(probes.disk, now),
  };
  return { ready: unavailable() === null && Object.values(checks).every((check) => check.ok), checks };
}

function checkOf(probe: Probe, now: Date): ReadinessCheck {
  const at = probe.lastSuccessAt();
  const ageMs = at === null ? null : Math.max(0, now.getTime() - at.getTime());
  const ok = ageMs !== null && ageMs <= probe.maxAgeMs && probe.isDown?.() !== true;
  const late = ageMs === null ? 'has not succeeded yet' : `last succeeded ${ageMs} ms ago`;
  return {
    ok,
    at: at?.toISOString() ?? null,
    age_ms: ageMs,
    max_age_ms: probe.maxAgeMs,
    message: ok ? null : (probe.trouble?.() ?? late),
  };
}
