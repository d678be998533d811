/** The phones that an ADB server sees: who is there, in which state, under which transport id. */
import type { Machine } from '../machine/machine.ts';
import type { PhoneState } from '../rack-types.ts';
import type { ClientStream } from './stream.ts';

/** One stay of a phone on the cable. Another one begins at each return, with another id. */
export interface Transport {
  readonly id: number;
  readonly machine: Machine;
  /** Place of the cable, as `devices -l` shows it. */
  readonly devicePath: string;
  state: Exclude<PhoneState, 'absent'>;
  /** What ends when the phone goes. */
  readonly streams: Set<ClientStream>;
  /** While the phone takes everything and answers nothing; ends when it speaks again or goes. */
  silence: Silence | null;
}

interface Silence {
  readonly over: Promise<void>;
  end(): void;
}

const STATE_COLUMN = 22;

export class Transports {
  readonly #bySerial = new Map<string, Transport>();
  readonly #listeners = new Set<() => void>();
  #lastId = 0;

  /** Sorted by serial, as a server lists phones of one kind of cable. */
  list(): readonly Transport[] {
    return [...this.#bySerial.values()].sort((a, b) => (a.machine.serial < b.machine.serial ? -1 : 1));
  }

  bySerial(serial: string): Transport | null {
    return this.#bySerial.get(serial) ?? null;
  }

  byId(id: number): Transport | null {
    return this.list().find((transport) => transport.id === id) ?? null;
  }

  /** The phone comes under a new transport id, whatever it was before. */
  attach(machine: Machine, devicePath: string, state: Transport['state'] = 'device'): void {
    this.#drop(machine.serial);
    this.#lastId += 1;
    this.#bySerial.set(machine.serial, {
      id: this.#lastId,
      machine,
      devicePath,
      state,
      streams: new Set(),
      silence: null,
    });
    this.#tell();
  }

  detach(serial: string): void {
    if (!this.#drop(serial)) return;
    this.#tell();
  }

  /** The server's process has ended; the next one counts from 1 again. */
  detachAll(): void {
    this.#lastId = 0;
    const serials = [...this.#bySerial.keys()];
    for (const serial of serials) this.#drop(serial);
    if (serials.length > 0) this.#tell();
  }

  /** A state that carries no streams ends those that are open. */
  setState(serial: string, state: Transport['state']): void {
    const transport = this.#bySerial.get(serial);
    if (!transport || transport.state === state) return;
    transport.state = state;
    if (state !== 'device') endStreams(transport);
    this.#tell();
  }

  /** The phone answers nothing any more, on streams old and new, until the returned function is called or it goes. */
  silence(serial: string): () => void {
    const transport = this.#bySerial.get(serial);
    if (!transport) return () => {};
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    transport.silence?.end();
    const silence = { over, end };
    transport.silence = silence;
    for (const stream of transport.streams) stream.hold(over);
    return () => {
      if (transport.silence === silence) transport.silence = null;
      end();
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What `host:devices` or, with `long`, `host:devices-l` answers. */
  describe(long: boolean): string {
    return this.list()
      .map((transport) => (long ? longLine(transport) : `${transport.machine.serial}\t${transport.state}\n`))
      .join('');
  }

  #drop(serial: string): boolean {
    const transport = this.#bySerial.get(serial);
    if (!transport) return false;
    this.#bySerial.delete(serial);
    endStreams(transport);
    return true;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function endStreams(transport: Transport): void {
  for (const stream of transport.streams) stream.destroy();
  transport.streams.clear();
  transport.silence?.end();
  transport.silence = null;
}

/** An unauthorized or offline phone has not told its names yet, so its line has none. */
function longLine({ machine, state, devicePath, id }: Transport): string {
  const { name, model, device } = machine.profile;
  const names =
    state === 'device' ? ` product:${name} model:${model.replace(/[^a-zA-Z0-9]/g, '_')} device:${device}` : '';
  return `${machine.serial.padEnd(STATE_COLUMN)} ${state} ${devicePath}${names} transport_id:${id}\n`;
}
