import { useNotifications } from '@mantine/notifications';
import { lazy, Suspense, useState } from 'react';

const Notifications = lazy(async () => ({ default: (await import('@mantine/notifications')).Notifications }));

/** What pages tell in passing. How it is shown is fetched when there is something to tell. */
export function Notes() {
  const { notifications } = useNotifications();
  const [wasShown, setWasShown] = useState(false);
  if (notifications.length > 0 && !wasShown) setWasShown(true);
  return wasShown ? (
    <Suspense fallback={null}>
      <Notifications position="bottom-right" />
    </Suspense>
  ) : null;
}
