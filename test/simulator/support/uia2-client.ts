import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { InstrumentationRun } from '../../../src/simulator/ports.ts';
import type { RackFront } from '../../../src/simulator/rack-types.ts';

export interface Reply {
  readonly status: number;
  readonly sessionId: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: a reply holds whatever the request asked for
  readonly value: any;
}

/** A person's hand on the phone: speaks HTTP over connections of the phone's port 6790. */
export class Uia2Client {
  readonly #front: RackFront;
  #sessionId = '';

  constructor(front: RackFront) {
    this.#front = front;
  }

  get sessionId(): string {
    return this.#sessionId;
  }

  /** One HTTP request on a connection of its own. */
  send(method: string, path: string, body?: unknown): Promise<Reply> {
    const connection = this.#front.connect(6790);
    assert.notEqual(connection, null, 'nothing listens on port 6790');
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const text = body === undefined ? '' : JSON.stringify(body);
    const outgoing = request(
      {
        method,
        path,
        createConnection: () => connection as never,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), connection: 'close' },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const content = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, ...(content === '' ? {} : JSON.parse(content)) });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(text);
    return promise;
  }

  command(method: string, path: string, body?: unknown): Promise<Reply> {
    return this.send(method, `/session/${this.#sessionId}/${path}`, body);
  }

  async openSession(settings: Readonly<Record<string, unknown>> = { waitForIdleTimeout: 0 }): Promise<void> {
    const reply = await this.send('POST', '/session', { capabilities: { alwaysMatch: settings, firstMatch: [{}] } });
    assert.equal(reply.status, 200);
    this.#sessionId = reply.value.sessionId;
  }

  find(strategy: string, selector: string): Promise<Reply> {
    return this.command('POST', 'element', { strategy, selector, context: '' });
  }

  /** The id of the first element showing this text; fails the test with what is on the screen when there is none. */
  async element(text: string): Promise<string> {
    const reply = await this.find('-android uiautomator', `new UiSelector().text(${JSON.stringify(text)})`);
    if (reply.status !== 200) assert.fail(`no "${text}" among: ${(await this.texts()).join(' | ')}`);
    return reply.value.ELEMENT;
  }

  async tap(text: string): Promise<void> {
    await this.tapElement(await this.element(text));
  }

  async tapDescription(description: string): Promise<void> {
    const reply = await this.find('accessibility id', description);
    if (reply.status !== 200) assert.fail(`no "${description}" in ${await this.source()}`);
    await this.tapElement(reply.value.ELEMENT);
  }

  async tapId(resourceId: string): Promise<void> {
    const reply = await this.find('id', resourceId);
    if (reply.status !== 200) assert.fail(`no ${resourceId} in ${await this.source()}`);
    await this.tapElement(reply.value.ELEMENT);
  }

  async tapElement(id: string): Promise<void> {
    const reply = await this.command('POST', `element/${id}/click`, {});
    assert.equal(reply.status, 200, JSON.stringify(reply.value));
  }

  async tapAt(x: number, y: number): Promise<void> {
    assert.equal((await this.command('POST', 'appium/gestures/click', { offset: { x, y } })).status, 200);
  }

  /** Replaces the text of the nth text field. */
  async type(text: string, field = 0): Promise<void> {
    const reply = await this.find(
      '-android uiautomator',
      `new UiSelector().classNameMatches(".*EditText|.*AutoCompleteTextView").instance(${field})`,
    );
    assert.equal(reply.status, 200, 'no text field');
    const id = reply.value.ELEMENT;
    assert.equal((await this.command('POST', `element/${id}/value`, { text, replace: true })).status, 200);
  }

  async back(): Promise<void> {
    assert.equal((await this.command('POST', 'back', {})).status, 200);
  }

  async source(): Promise<string> {
    return (await this.command('GET', 'source')).value;
  }

  /** All texts on the screen, top down. */
  async texts(): Promise<string[]> {
    return [...(await this.source()).matchAll(/ text="([^"]+)"/g)].map((match) => match[1] ?? '');
  }

  async shows(text: string): Promise<boolean> {
    return (await this.find('-android uiautomator', `new UiSelector().text(${JSON.stringify(text)})`)).status === 200;
  }
}

/** Starts the server, waits until its port is open, and opens a session. */
export async function startClient(
  front: RackFront,
  settings?: Readonly<Record<string, unknown>>,
): Promise<{ client: Uia2Client; run: InstrumentationRun }> {
  const run = front.startInstrumentation(new Map());
  await portOpen(front);
  const client = new Uia2Client(front);
  await client.openSession(settings);
  return { client, run };
}

export async function portOpen(front: RackFront): Promise<void> {
  for (;;) {
    const connection = front.connect(6790);
    if (connection !== null) {
      connection.destroy();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
