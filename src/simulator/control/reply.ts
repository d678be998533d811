/** A request that cannot be served as it was sent. */
export class ControlError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ControlError';
    this.status = status;
  }
}

/** What goes back: JSON, or a picture. */
export type Reply =
  | { readonly status: number; readonly json: unknown }
  | { readonly status: 200; readonly png: Buffer };

export function ok(json: unknown): Reply {
  return { status: 200, json };
}
