import { type Plan, type PostPlan, SOUND_AS_IT_IS } from '../scripts/script.ts';
import type { TaskRow } from '../storage/tasks.ts';

/** What a plan says that was stored before these could be asked for. */
const EARLIER: Pick<PostPlan, 'way' | 'sound' | 'productLink' | 'rehearsal' | 'notes'> = Object.freeze({
  way: 'share',
  sound: SOUND_AS_IT_IS,
  productLink: false,
  rehearsal: false,
  notes: [],
});

/** The plan of a task as every attempt carries it out; the only reader of the column. */
export function planOf({ plan }: Pick<TaskRow, 'plan'>): Plan {
  const stored = plan as Exclude<Plan, PostPlan> | Omit<PostPlan, keyof typeof EARLIER>;
  return stored.kind === 'custom' ? stored : { ...EARLIER, ...stored };
}
