import { ApiFailure, NO_ANSWER, read } from '../../lib/ask.ts';

/** The text of a kept file. @throws ApiFailure */
export async function readText(url: string, signal: AbortSignal): Promise<string> {
  const answer = await fetch(url, { signal });
  if (answer.ok) return await answer.text();
  await read(answer);
  throw new ApiFailure('The server does not answer.', { code: NO_ANSWER });
}
