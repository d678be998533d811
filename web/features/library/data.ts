import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, type DataOf, type QueryOf } from '../../lib/ask.ts';
import { announce } from '../../ui/announcer.tsx';

export type Material = DataOf<'listMaterials'>['materials'][number];
export type Detail = DataOf<'readMaterial'>;
export type Query = NonNullable<QueryOf<'listMaterials'>>;

export const KINDS = ['video', 'image'] as const;
export const SORTS = ['-created_at', 'created_at', 'name', '-size_bytes', 'sort_order'] as const;
export const PAGE_FILES = 48;

export function useMaterials(query: Query) {
  return useQuery({
    queryKey: ['listMaterials', query],
    queryFn: async ({ signal }) => await ask('listMaterials', { query, signal }),
    placeholderData: (before) => before,
  });
}

export function useTags(): string[] {
  const { data } = useQuery({
    queryKey: ['listMaterialTags'],
    queryFn: async ({ signal }) => await ask('listMaterialTags', { signal }),
  });
  return data?.tags.map(({ tag }) => tag) ?? [];
}

export function useMaterial(sha256: string) {
  return useQuery({
    queryKey: ['readMaterial', sha256],
    queryFn: async ({ signal }) => await ask('readMaterial', { params: { sha256 }, signal }),
  });
}

const STALE = ['listMaterials', 'listMaterialTags', 'readMaterial'];

/** Has everything that shows the library look again, but for the material that is gone. */
export function useLookAgain(gone?: string): () => void {
  const client = useQueryClient();
  return () =>
    void client.invalidateQueries({
      predicate: ({ queryKey: [name, sha256] }) =>
        STALE.includes(String(name)) && (gone === undefined || sha256 !== gone),
    });
}

/** Changes the library; says what came of it. @param gone a material that is not there any more after it. */
export function useChange<Input>(change: (input: Input) => Promise<string>, gone?: string) {
  const lookAgain = useLookAgain(gone);
  return useMutation({
    mutationFn: change,
    onSuccess: (sentence) => announce(sentence),
    onSettled: () => lookAgain(),
  });
}
