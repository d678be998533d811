import type { FactEvent } from '../contract/event.ts';
import type { FactName, Facts } from './bus.ts';

type Told<Name extends FactName> = Omit<FactEvent<Name>, 'at'>;

const ofTask = ({ taskId, serial }: { readonly taskId: number; readonly serial: string }) => ({
  task_id: taskId,
  serial,
});

/** How each fact is told to readers outside. A new fact does not compile before it has its row here and in the contract. */
export const TOLD: { readonly [Name in FactName]: (payload: Facts[Name]) => Told<Name> } = {
  'device.changed': ({ serial, state }) => ({ serial, state }),
  'device.health': ({ serial, health }) => ({ serial, health }),
  'device.incident': ({ serials, over }) => ({ serials: [...serials], over }),
  'device.updated': ({ serial }) => ({ serial }),
  'task.created': ofTask,
  'task.changed': (fact) => ({ ...ofTask(fact), status: fact.status as Told<'task.changed'>['status'] }),
  'task.progressed': ({ step, label, percent, stopping, ...fact }) => ({
    ...ofTask(fact),
    step,
    label,
    percent,
    stopping,
  }),
  'task.preflight': (fact) => ({ ...ofTask(fact), ok: fact.ok }),
  'attempt.ended': (fact) => ({ ...ofTask(fact), code: fact.code }),
  'task.deleted': ofTask,
};

export const FACT_NAMES = Object.freeze(Object.keys(TOLD) as FactName[]);
