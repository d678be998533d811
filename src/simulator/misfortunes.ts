/** What befalls a phone by itself, and what makes it good. */
import type { FaultOrder, OwnKind } from './fault-orders.ts';
import { variantOf } from './fault-orders.ts';
import type { Machine } from './machine/machine.ts';
import type { AppName } from './ports.ts';
import type { Lock } from './rack-types.ts';

const PACKAGES: Readonly<Record<AppName, string>> = {
  tiktok: 'com.zhiliaoapp.musically',
  instagram: 'com.instagram.android',
};
/** Above what servers and people let a phone work at. */
const HOT_DEGREES = 47;

/** The phone, as far as something can befall it. */
export interface Sufferer {
  readonly machine: Machine;
  unplug(): void;
  plug(): void;
  goOffline(): void;
  /** Both give what undoes them. */
  withdrawAuthorization(): () => void;
  silence(): () => void;
}

/** Lets it happen. @returns what makes it good. */
export function befall(phone: Sufferer, kind: OwnKind, order: FaultOrder): () => void {
  return MISFORTUNES[kind](phone, order);
}

const MISFORTUNES: Readonly<Record<OwnKind, (phone: Sufferer, order: FaultOrder) => () => void>> = {
  unplug: (phone) => {
    phone.unplug();
    return () => phone.plug();
  },
  offline: (phone) => {
    phone.goOffline();
    return () => phone.plug();
  },
  unauthorized: (phone) => phone.withdrawAuthorization(),
  adb_hang: (phone) => phone.silence(),
  app_missing: ({ machine }, { app }) => {
    const names = app === undefined ? Object.values(PACKAGES) : [PACKAGES[app]];
    const taken = names.map((name) => machine.takeAway(name));
    return () => {
      for (const app of taken) if (app) machine.packages.putBack(app);
    };
  },
  screen_locked: ({ machine: { power } }, order) => {
    const before = power.lock;
    power.setLock(variantOf(order) as Lock);
    power.sleep();
    return () => {
      power.setLock(before);
      power.unlock();
    };
  },
  no_network: ({ machine: { network } }) => {
    network.goDown();
    return () => network.comeUp();
  },
  heat: ({ machine }, order) => {
    const before = machine.power.batteryTemperature;
    machine.power.batteryTemperature = Math.round(10 * (order.degrees ?? HOT_DEGREES));
    const inFront = machine.front.focus()?.packageName;
    if (variantOf(order) === 'kills' && inFront !== undefined) machine.forceStop(inFront);
    return () => {
      machine.power.batteryTemperature = before;
    };
  },
};
