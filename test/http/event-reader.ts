import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

/** One event as it came. */
export interface ReadEvent {
  readonly id: string;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface EventReader {
  /** The next so many events. Heartbeats are no events. @throws when the stream ends before. */
  next(count?: number): Promise<ReadEvent[]>;
  /** Reads to the end. @returns the events that were left. */
  rest(): Promise<ReadEvent[]>;
  leave(): void;
}

/** Reads server-sent events over a connection of its own, without coming back by itself. */
export async function readEvents(url: string, headers: Record<string, string> = {}): Promise<EventReader> {
  const request = get(url, { headers, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  assert.equal(response.statusCode, 200);
  assert.match(response.headers['content-type'] ?? '', /^text\/event-stream/);
  const events = eventsOf(response);
  return {
    next: async (count = 1) => {
      const read: ReadEvent[] = [];
      while (read.length < count) {
        const { value, done } = await events.next();
        if (done === true) assert.fail(`the stream ended after ${read.length} of ${count} events`);
        read.push(value);
      }
      return read;
    },
    rest: async () => {
      const left: ReadEvent[] = [];
      for await (const event of events) left.push(event);
      return left;
    },
    leave: () => request.destroy(),
  };
}

async function* eventsOf(response: IncomingMessage): AsyncGenerator<ReadEvent, void> {
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response) {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => [/^\w*/.exec(line)?.[0], line.replace(/^\w*: ?/, '')]));
      const [id = '', name = '', data] = ['id', 'event', 'data'].map((field) => fields.get(field));
      if (data !== undefined) yield { id, name, data: JSON.parse(data) as ReadEvent['data'] };
    }
  }
}
