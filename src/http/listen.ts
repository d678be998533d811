import type { FastifyInstance } from 'fastify';

import { PostwrightError } from '../errors.ts';

export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** @returns the URL the API is reached at. @throws PORT_TAKEN naming the port. */
export async function listen(http: FastifyInstance, { host, port }: ListenOptions): Promise<string> {
  try {
    return await http.listen({ host, port });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new PostwrightError('PORT_TAKEN', `Port ${port} on ${host} is used by another program.`, { cause });
  }
}
