import { Duplex } from 'node:stream';
import type { AdbSocket } from '@yume-chan/adb';
import { PostwrightError } from '../errors.ts';
import type { Limits } from '../kit/abort.ts';
import type { PhoneLink } from './link.ts';

/** All an ADB server ever says when a service of the phone cannot be had. */
const REFUSED = 'closed';

/** A connection to a TCP port of the phone, ended with the phone. @throws DEVICE_COMMAND_FAILED when nothing listens. */
export async function connectPort(link: PhoneLink, port: number, limits: Limits): Promise<Duplex> {
  const held = await link.hold(`a connection to port ${port}`, limits, async (adb) => {
    try {
      return await adb.createSocket(`tcp:${port}`);
    } catch (error) {
      if (!(error instanceof Error) || error.message !== REFUSED) throw error;
      const message = `Nothing listens on port ${port} of ${link.serial}`;
      throw new PostwrightError('DEVICE_COMMAND_FAILED', message, { cause: error });
    }
  });
  return duplexOver(held.value, { onData: () => link.answered(), release: held.release });
}

interface Ways {
  /** The phone has sent something. */
  onData(): void;
  release(): void;
}

/** Node's own adapter rejects promises nobody holds when the peer resets. */
function duplexOver(socket: AdbSocket, { onData, release }: Ways): Duplex {
  const reader = socket.readable.getReader();
  const writer = socket.writable.getWriter();
  return new Duplex({
    allowHalfOpen: false,
    read() {
      reader.read().then(
        ({ done, value }) => {
          if (!done) onData();
          this.push(done ? null : value);
        },
        (error) => this.destroy(error),
      );
    },
    write(chunk: Uint8Array, _encoding, done) {
      writer.write(chunk).then(() => done(), done);
    },
    final(done) {
      writer.close().then(() => done(), done);
    },
    destroy(error, done) {
      release();
      done(error);
    },
  });
}
