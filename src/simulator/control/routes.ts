import { checkOrder } from '../fault-orders.ts';
import type { Rack, RackPhone } from '../rack-types.ts';
import { accountsOf, faultOf, faultsOf, hangOf, settingsOf, sinceOf } from './bodies.ts';
import { ControlError, ok, type Reply } from './reply.ts';

/** `GET /phones/{serial}`: the machine's summary, and what the front can say. */
function describe(phone: RackPhone): unknown {
  const { front, faults } = phone;
  const focus = front.focus();
  return {
    ...phone.summary(),
    accounts: front.accounts(),
    focus: focus === null ? null : `${focus.packageName}/${focus.className}`,
    keyboard_shown: front.isKeyboardShown(),
    faults: faults.pending(),
  };
}

/** The machine's own complaints name the field already. */
function applied(work: () => void): Reply {
  try {
    work();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const error = new ControlError(400, message);
    error.cause = cause;
    throw error;
  }
  return ok({ ok: true });
}

function known(rack: Rack, serial: string): RackPhone {
  const phone = rack.phone(serial);
  if (phone === null) throw new ControlError(404, `No phone has the serial ${serial}; GET /phones lists them`);
  return phone;
}

type PhoneHandler = (phone: RackPhone, body: unknown) => Reply | Promise<Reply>;
type RackHandler = (rack: Rack, asked: Asked) => Reply | Promise<Reply>;

interface Asked {
  readonly body: unknown;
  readonly query: URLSearchParams;
}

export const RACK_ROUTES: Readonly<Record<string, RackHandler>> = {
  'GET /phones': (rack) => ok(rack.phones.map(describe)),
  'GET /posts': (rack, { query }) => ok(rack.posts.list(sinceOf(query))),
  'DELETE /posts': (rack) => {
    rack.posts.clear();
    return ok({ ok: true });
  },
  'POST /adb/restart': async (rack) => {
    await rack.restartAdb();
    return ok({ ok: true });
  },
  'GET /faults': (rack) => ok(Object.fromEntries(rack.phones.map(({ serial, faults }) => [serial, faults.pending()]))),
  'POST /faults': (rack, { body }) => {
    const { phones: serials, faults: orders } = faultsOf(body);
    const phones = serials === undefined ? rack.phones : serials.map((serial) => known(rack, serial));
    return applied(() => {
      // All or nothing.
      for (const order of orders) checkOrder(order);
      for (const { faults } of phones) for (const order of orders) faults.order(order);
    });
  },
  'DELETE /faults': (rack) =>
    applied(() => {
      for (const { faults } of rack.phones) faults.clear();
    }),
  'POST /adb/hang': (rack, { body }) => applied(() => rack.hangAdb(hangOf(body))),
  'DELETE /adb/hang': (rack) => applied(() => rack.unhangAdb()),
};

/** Below `/phones/{serial}`. */
export const PHONE_ROUTES: Readonly<Record<string, PhoneHandler>> = {
  'GET ': (phone) => ok(describe(phone)),
  'GET /screen.png': async (phone) => ({ status: 200, png: await phone.front.screenshot() }),
  'GET /drafts': (phone) => ok(phone.front.drafts()),
  'GET /profiles': (phone) => ok(phone.front.profiles()),
  'GET /log': (phone) => ok(phone.log()),
  'POST /unplug': (phone) => applied(() => phone.unplug()),
  'POST /plug': (phone) => applied(() => phone.plug()),
  // The answer does not wait for the boot: its end is seen in the phone's state.
  'POST /reboot': (phone) => {
    void phone.reboot();
    return { status: 202, json: { ok: true } };
  },
  'PUT /accounts': (phone, body) => {
    const accounts = accountsOf(body);
    return applied(() => phone.front.setAccounts(accounts));
  },
  'PUT /settings': (phone, body) => {
    const settings = settingsOf(body);
    return applied(() => phone.change(settings));
  },
  'GET /faults': (phone) => ok(phone.faults.pending()),
  'POST /faults': (phone, body) => {
    const order = faultOf(body);
    return applied(() => phone.faults.order(order));
  },
  'DELETE /faults': (phone) => applied(() => phone.faults.clear()),
};
