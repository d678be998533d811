/** The W3C errors of the server with the HTTP status each is sent with (facts 2.3). */
const STATUS = {
  'no such element': 404,
  'stale element reference': 404,
  'invalid session id': 404,
  'unknown command': 404,
  'no such alert': 404,
  'unknown method': 405,
  'invalid argument': 400,
  'invalid selector': 400,
  'invalid element state': 400,
  'session not created': 500,
  'unknown error': 500,
  'unsupported operation': 500,
} as const;

type ErrorName = keyof typeof STATUS;

/** An answer that is an error. */
export class Uia2Error extends Error {
  readonly error: ErrorName;

  constructor(error: ErrorName, message: string) {
    super(message);
    this.name = 'Uia2Error';
    this.error = error;
  }

  get status(): number {
    return STATUS[this.error];
  }

  /** A stack as Java prints it, with frames that exist in the server. */
  get javaStack(): string {
    const type = this.error
      .split(' ')
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join('');
    return [
      `io.appium.uiautomator2.common.exceptions.${type}Exception: ${this.message}`,
      '\tat io.appium.uiautomator2.handler.request.SafeRequestHandler.handle(SafeRequestHandler.java:59)',
      '\tat io.appium.uiautomator2.server.AppiumServlet.handleRequest(AppiumServlet.java:288)',
      '\tat io.appium.uiautomator2.http.ServerHandler.channelRead(ServerHandler.java:77)',
    ].join('\n');
  }
}

export const NOT_FOUND_MESSAGE = 'An element could not be located on the page using the given search parameters';
export const UNKNOWN_COMMAND_MESSAGE =
  'The requested resource could not be found, or a request was received using an HTTP method that is not supported by the mapped resource';
