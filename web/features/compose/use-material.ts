import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { ask } from '../../lib/ask.ts';
import type { Material } from '../../lib/upload.ts';

/** Takes the file of the library that the address names (`?material=SHA256`), once. */
export function useMaterial(take: (material: Material) => void): void {
  const [search, setSearch] = useSearchParams();
  const taken = useRef<string | null>(null);
  const sha256 = search.get('material');
  const { data: material } = useQuery({
    queryKey: ['readMaterial', sha256],
    queryFn: async ({ signal }) => await ask('readMaterial', { params: { sha256: sha256 ?? '' }, signal }),
    enabled: sha256 !== null,
  });
  useEffect(() => {
    if (material === undefined || taken.current === material.sha256) return;
    taken.current = material.sha256;
    take(material);
    // A reload must not take it again.
    setSearch({}, { replace: true });
  }, [material, take, setSearch]);
}
