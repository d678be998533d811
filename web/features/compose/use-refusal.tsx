import { useFailure } from '../../lib/telling.ts';
import { useFieldWords } from '../../ui/field-error.tsx';
import { Told } from '../../ui/told.tsx';
import type { Refusal, Refused } from './fields.ts';

/** Puts into words what the server refused. */
export function useRefusal({ fields, rest, failure }: Refused): Refusal {
  const say = useFieldWords();
  const tell = useFailure();
  return {
    fields: Object.fromEntries(Object.entries(fields).map(([name, errors]) => [name, say(errors)])),
    rest: [
      ...rest.map((error) => {
        const path = `${error.path}: `;
        return [
          `${path}${error.message}`,
          <span key={path}>
            {path}
            {say([error])}
          </span>,
        ] as const;
      }),
      ...(failure === null ? [] : [['failure', <Told key="failure" telling={tell(failure)} />] as const]),
    ],
  };
}
