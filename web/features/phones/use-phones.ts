import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { ask } from '../../lib/ask.ts';
import { useLive } from '../../lib/live.ts';
import { useGathered, usePaceMs, useRefresh } from '../../lib/use-refresh.ts';
import type { Phone } from './phone-state.ts';

/** What is not told is what changes slowly: batteries, accounts, and how long ago a phone answered. */
const WALL_MS = { live: 30_000, deaf: 3_000 } as const;
const PHONE_MS = { live: 10_000, deaf: 2_000 } as const;
/** A list of a thousand phones is not asked for at each of their steps. */
const WALL_REST_MS = 2_000;
const PHONE_REST_MS = 500;
const STEPS_EVERY_MS = 1_000;

const OF_PHONES = [
  'device.updated',
  'device.health',
  'device.incident',
  'task.created',
  'task.changed',
  'task.deleted',
] as const;

export function usePhones() {
  const queryKey = ['listDevices'];
  useRefresh(queryKey, { on: OF_PHONES, restMs: WALL_REST_MS });
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => await ask('listDevices', { signal }),
    refetchInterval: usePaceMs(WALL_MS),
  });
  const steps = useSteps();
  const shown = useMemo(
    () => data && { ...data, devices: data.devices.map((phone) => withStep(phone, steps)) },
    [data, steps],
  );
  return { data: shown, error, refetch };
}

export function usePhone(serial: string) {
  const queryKey = ['readDevice', serial];
  useRefresh(queryKey, {
    on: OF_PHONES,
    isAbout: ({ data }) => ('serial' in data ? data.serial === serial : data.serials.includes(serial)),
    restMs: PHONE_REST_MS,
  });
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => await ask('readDevice', { params: { serial }, signal }),
    refetchInterval: usePaceMs(PHONE_MS),
  });
  const steps = useSteps();
  return { data: data && withStep(data, steps), error, refetch };
}

type Step = Pick<Phone, 'running_step' | 'running_step_name'>;
type Steps = ReadonlyMap<number, Step>;

/** What the running tasks were last told to be at: said as it is told, without asking. */
function useSteps(): Steps {
  const [steps, setSteps] = useState<Steps>(new Map());
  const latest = useRef(new Map<number, Step>());
  const show = useGathered(
    async () => setSteps(new Map(latest.current)),
    () => STEPS_EVERY_MS,
  );
  useLive(['task.progressed', 'task.changed'], ({ name, data }) => {
    // What begins, ends or is tried again is at none of the steps before.
    if (name === 'task.changed') latest.current.delete(data.task_id);
    else latest.current.set(data.task_id, { running_step: data.label, running_step_name: data.step });
    show();
  });
  return steps;
}

function withStep<Each extends Step & Pick<Phone, 'running_task'>>(phone: Each, steps: Steps): Each {
  const step = steps.get(phone.running_task ?? 0);
  return step === undefined || step.running_step === phone.running_step ? phone : { ...phone, ...step };
}
