import { useQuery } from '@tanstack/react-query';
import { ask, type DataOf } from '../../lib/ask.ts';

export type Script = DataOf<'readScript'>;

export function useScripts() {
  return useQuery({
    queryKey: ['listScripts'],
    queryFn: async ({ signal }) => await ask('listScripts', { signal }),
  });
}

export function useSerials(): string[] {
  const { data } = useQuery({
    queryKey: ['listDevices'],
    queryFn: async ({ signal }) => await ask('listDevices', { signal }),
  });
  return data?.devices.map(({ serial }) => serial) ?? [];
}
