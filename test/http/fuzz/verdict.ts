import assert from 'node:assert/strict';

import { checker } from '../../../src/contract/check.ts';
import { Envelope, Failure } from '../../../src/contract/envelope.ts';
import { errorsOf, type RouteSpec } from '../../../src/contract/route-spec.ts';
import { ERRORS, type ErrorEntry } from '../../../src/errors.ts';
import type { RawReply } from './send.ts';

const checkFailure = checker(Failure);
const ROWS: readonly (readonly [string, ErrorEntry])[] = Object.entries(ERRORS);
/** A sentence that says what is wrong and where is no single word. */
const SHORTEST_SENTENCE = 13;

/** What never became a request says by its status what kind of trouble it was. */
const WIRE_STATUSES: ReadonlySet<number> = new Set([408, 431]);

/** Holds an answer to what every answer promises. @returns whether it is a refusal. */
export function judge(spec: RouteSpec | null, reply: RawReply): boolean {
  const { status, type, body } = reply;
  if (status < 400 && spec !== null && spec.data === null) {
    assert.ok(spec.files?.includes(type), `${type} is no file that this call answers with`);
    return false;
  }
  if (status < 400 && spec?.files?.includes(type) === true) return false;
  assert.equal(type, 'application/json', `answered ${status} with ${type}: ${shown(body)}`);
  const answer = JSON.parse(body.toString()) as { readonly code?: unknown };
  if (spec?.plain === true && spec.data !== null && (status === 200 || spec.otherStatuses?.[status] !== undefined)) {
    checker(spec.data)(answer);
    return false;
  }
  if (answer.code === 0) {
    assert.equal(status, 200);
    assert.ok(spec?.data, 'a success of no route');
    checker(Envelope(spec.data))(answer);
    return false;
  }
  judgeRefusal(spec, status, answer);
  return true;
}

function judgeRefusal(spec: RouteSpec | null, status: number, answer: unknown): void {
  checkFailure(answer);
  const { code, message, data } = answer as Failure;
  assert.notEqual(code, ERRORS.INTERNAL.code, message);
  const [name, entry] = ROWS.find(([, row]) => row.kind === 'api' && row.code === code) ?? [];
  assert.ok(entry?.kind === 'api', `code ${code} is not in the error table`);
  const isWire = spec === null && WIRE_STATUSES.has(status);
  assert.equal(isWire ? entry.status : status, entry.status, `${code} is told with its own status`);
  if (spec !== null) assert.ok(errorsOf(spec).includes(name as never), `${name} is not documented for this call`);
  assert.ok(message.length >= SHORTEST_SENTENCE, `"${message}" says too little`);
  if (code !== ERRORS.INVALID_PARAMETER.code) return;
  const errors = data?.errors ?? [];
  assert.ok(errors.length > 0, `40001 without a field: ${message}`);
  for (const error of errors) assert.ok(error.path !== '' && error.message !== '', `"${message}" names nothing`);
}

function shown(body: Buffer): string {
  return body.toString('latin1', 0, 200);
}
