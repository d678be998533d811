import { type Static, Type } from 'typebox';

import { Nullable } from './common.ts';

const Bounds = Type.Object(
  { left: Type.Integer(), top: Type.Integer(), right: Type.Integer(), bottom: Type.Integer() },
  { title: 'Bounds', description: 'Pixels of the screen.' },
);

/** What a search on the screen was for, kept with the tree that it ended on. */
export const LookedFor = Type.Object(
  {
    words: Type.String({ examples: ['text "Next" or "Siguiente", clickable'] }),
    selectors: Type.Array(
      Type.Unsafe<Readonly<Record<string, unknown>>>(
        Type.Object({}, { additionalProperties: true, examples: [{ label: ['Next', 'Siguiente'], clickable: true }] }),
      ),
      { description: 'Any of them would have done. The keys are those of a flow, with label for text.' },
    ),
    nearest: Type.Array(
      Type.Object({
        bounds: Bounds,
        misses: Nullable(Type.String(), {
          description: 'The condition that this element does not meet; null where it meets all.',
        }),
      }),
      { description: 'The elements of the tree that fit, or else those that fit but for one condition.' },
    ),
  },
  { title: 'LookedFor' },
);
export type LookedFor = Static<typeof LookedFor>;
