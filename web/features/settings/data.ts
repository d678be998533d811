import { useQuery } from '@tanstack/react-query';
import { ask, type DataOf } from '../../lib/ask.ts';

export type Settings = DataOf<'settings'>;
export type Status = DataOf<'status'>;

export function useSettings() {
  return useQuery({
    queryKey: ['settings'],
    queryFn: async ({ signal }) => await ask('settings', { signal }),
  });
}

export function useStatus() {
  return useQuery({
    queryKey: ['status'],
    queryFn: async ({ signal }) => await ask('status', { signal }),
  });
}

export function settingOf({ settings }: Settings, name: string): Settings['settings'][number] | undefined {
  return settings.find((setting) => setting.name === name);
}
