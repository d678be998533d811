/** The part of a pino logger that rooms use: details first, then the sentence. */
export interface Log {
  debug(details: object, sentence: string): void;
  info(details: object, sentence: string): void;
  warn(details: object, sentence: string): void;
  error(details: object, sentence: string): void;
  child(bindings: Record<string, unknown>): Log;
}

/** For what tells its user by other means. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog };
