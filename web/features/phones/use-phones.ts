import { useQuery } from '@tanstack/react-query';
import { ask } from '../../lib/ask.ts';

/** What a phone does changes by the second; battery and accounts seldom do. */
const WALL_EVERY_MS = 3_000;
const PHONE_EVERY_MS = 2_000;

export function usePhones() {
  return useQuery({
    queryKey: ['listDevices'],
    queryFn: async ({ signal }) => await ask('listDevices', { signal }),
    refetchInterval: WALL_EVERY_MS,
  });
}

export function usePhone(serial: string) {
  return useQuery({
    queryKey: ['readDevice', serial],
    queryFn: async ({ signal }) => await ask('readDevice', { params: { serial }, signal }),
    refetchInterval: PHONE_EVERY_MS,
  });
}
