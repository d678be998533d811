import { Skeleton, Stack } from '@mantine/core';

const ROWS = 8;

/** The shape of a page whose content is on its way. */
export function PageSkeleton() {
  return (
    <Stack p="md" aria-busy="true">
      <Skeleton h={28} w={180} />
      <RowsSkeleton />
    </Stack>
  );
}

export function RowsSkeleton({ rows = ROWS, height = 40 }: { readonly rows?: number; readonly height?: number }) {
  return (
    <Stack gap="xs" aria-busy="true">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without content have nothing else.
        <Skeleton key={row} h={height} />
      ))}
    </Stack>
  );
}
