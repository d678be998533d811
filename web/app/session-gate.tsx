import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import { ask } from '../lib/ask.ts';
import { ServerAway } from '../ui/server-away.tsx';
import { PageSkeleton } from '../ui/skeletons.tsx';

const SESSION = ['readSession'] as const;
const SignIn = lazy(async () => ({ default: (await import('./sign-in.tsx')).SignIn }));

/** Shows the console to who is signed in. Where no key is configured, everybody at this machine is. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { data, isPending, refetch } = useQuery({
    queryKey: SESSION,
    queryFn: begin,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (isPending) return <PageSkeleton />;
  if (data === undefined) return <ServerAway onRetry={() => void refetch()} />;
  if (data.signed_in) return children;
  return (
    <Suspense fallback={<PageSkeleton />}>
      <SignIn />
    </Suspense>
  );
}

async function begin({ signal }: { readonly signal: AbortSignal }) {
  const session = await ask('readSession', { signal });
  return session.signed_in || session.key_required ? session : await ask('signIn', { body: {}, signal });
}
