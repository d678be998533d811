import type { AdbServerClient } from '@yume-chan/adb';
import { PostwrightError } from '../errors.ts';
import { type Limits, withDeadline } from '../kit/abort.ts';
import { type AdbAddress, formatAdbAddress } from './adb-address.ts';
import { AdbConnector } from './adb-connector.ts';

/** The ADB server as something to ask; remembers when it last answered. Starts none of its own. */
export class AdbServer {
  readonly address: AdbAddress;
  #lastAnswerAt: Date | null = null;
  #version: number | null = null;

  constructor(address: AdbAddress) {
    this.address = address;
  }

  /** When it last answered anything; null before it ever did. */
  get lastAnswerAt(): Date | null {
    return this.#lastAnswerAt;
  }

  /** Its protocol version, such as 41. */
  get version(): number | null {
    return this.#version;
  }

  /** Asks for the version. @throws ADB_UNAVAILABLE naming the address. */
  async ping(limits: Limits): Promise<number> {
    const connector = new AdbConnector(this.address);
    try {
      return await withDeadline('host:version', limits, () => this.askVersion(connector.client));
    } catch (error) {
      throw limits.signal.aborted ? limits.signal.reason : this.unavailable(error);
    } finally {
      connector.destroy(new Error('The question is over'));
    }
  }

  /** Drops the connection to one phone and looks for it anew; other phones do not notice. @throws ADB_UNAVAILABLE */
  async reconnect(serial: string, limits: Limits): Promise<void> {
    const connector = new AdbConnector(this.address);
    try {
      await withDeadline('reconnect', limits, () => connector.client.reconnectDevice({ serial }));
    } catch (error) {
      throw limits.signal.aborted ? limits.signal.reason : this.unavailable(error);
    } finally {
      connector.destroy(new Error('The question is over'));
    }
  }

  async askVersion(client: AdbServerClient): Promise<number> {
    this.#version = await client.getVersion();
    this.answered();
    return this.#version;
  }

  answered(): void {
    this.#lastAnswerAt = new Date();
  }

  unavailable(error: unknown): PostwrightError {
    if (error instanceof PostwrightError) return error;
    const text = error instanceof Error ? error.message : String(error);
    const message = `The ADB server at ${formatAdbAddress(this.address)} does not answer: ${text}`;
    return new PostwrightError('ADB_UNAVAILABLE', message, { cause: error });
  }
}
