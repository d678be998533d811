import { type ComponentType, lazy, Suspense, useState } from 'react';

interface Openable {
  readonly opened: boolean;
}

/** A dialog whose code is fetched when it is opened for the first time, and that stays from then on, so that focus returns. */
export function late<Props extends Openable>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Loaded = lazy(async () => ({ default: await load() }));
  return function Late(props: Props) {
    const [wasOpened, setWasOpened] = useState(props.opened);
    if (props.opened && !wasOpened) setWasOpened(true);
    if (!wasOpened) return null;
    return (
      <Suspense fallback={null}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}
