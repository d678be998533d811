/** The rack: simulated phones behind an ADB server on loopback. This is the one place where its halves meet. */
import type { Rack, RackOptions } from './rack-types.ts';

export type {
  Control,
  CreateFront,
  FrontOptions,
  Post,
  PostLedger,
  Rack,
  RackFront,
  RackOptions,
  RackPhone,
} from './rack-types.ts';

export async function startRack(options: RackOptions): Promise<Rack> {
  throw new Error(`No rack of ${options.phones} phones yet`);
}
