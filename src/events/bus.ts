import type { DeviceState } from '../contract/device.ts';
import type { DeviceHealth } from '../contract/device-health.ts';
import { besideGate } from '../kit/gate.ts';

/** What has happened, in the past tense, told after it is committed. The payloads are small: readers fetch the rest. */
export interface Facts {
  'device.changed': { readonly serial: string; readonly state: DeviceState };
  /** It began or ceased to answer, to be repaired, or to be in quarantine. */
  'device.health': { readonly serial: string; readonly health: DeviceHealth };
  /** Many phones dropped at once, or that is over. */
  'device.incident': { readonly serials: readonly string[]; readonly over: boolean };
  /** What is written of it is another by now: its state, its history, what its owner says of it. */
  'device.updated': { readonly serial: string };
  'task.created': { readonly taskId: number; readonly serial: string };
  'task.changed': { readonly taskId: number; readonly serial: string; readonly status: number };
  'task.progressed': {
    readonly taskId: number;
    readonly serial: string;
    readonly step: string;
    readonly label: string;
    readonly percent: number;
    /** Somebody has asked for its end. */
    readonly stopping: boolean;
  };
  'task.preflight': { readonly taskId: number; readonly serial: string; readonly ok: boolean };
  /** `code` is the error that ended it; null when it went well. */
  'attempt.ended': { readonly taskId: number; readonly serial: string; readonly code: string | null };
  'task.deleted': { readonly taskId: number; readonly serial: string };
}

export type FactName = keyof Facts;

/** Typed facts inside one process. A listener that throws is reported, and stops neither the teller nor the others. */
export class EventBus {
  readonly #listeners = new Map<FactName, Set<(payload: never) => void>>();
  readonly #onListenerError: (error: unknown) => void;

  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError;
  }

  /** @returns how to stop listening. */
  on<Name extends FactName>(name: Name, listener: (payload: Facts[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  publish<Name extends FactName>(name: Name, payload: Facts[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        besideGate(() => (listener as (payload: Facts[Name]) => void)(payload));
      } catch (error) {
        this.#onListenerError(error);
      }
    }
  }
}
