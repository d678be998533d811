import { PostwrightError } from '../errors.ts';
import type { UiNode } from './screen.ts';
import { Uia2AnswerError } from './uia2-errors.ts';
import type { Uia2Call } from './uia2-session.ts';

/** The W3C name of an element reference. */
const ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf';

/** What setting a text needs of the screen. */
export interface FieldAccess {
  call(call: Uia2Call): Promise<unknown>;
  tap(): Promise<void>;
}

/**
 * Sets a field's text by accessibility. The field is found again by class and place; when that is not clear (the
 * keyboard moved it), by the focus, which a tap gives it.
 * @throws ELEMENT_NOT_FOUND, DEVICE_COMMAND_FAILED when the field refuses.
 */
export async function setFieldText(node: UiNode, text: string, access: FieldAccess): Promise<void> {
  // The server takes a written-out \n at the end for the Enter key.
  if (text.endsWith('\\n')) {
    throw new PostwrightError('DEVICE_COMMAND_FAILED', 'A text cannot end with a backslash and an n');
  }
  const id = (await findByPlace(node, access)) ?? (await findByFocus(node, access));
  if (id === null) {
    throw new PostwrightError('ELEMENT_NOT_FOUND', `The field ${node.className} at ${boundsText(node)} is not there`);
  }
  await refusalAsError(node, () =>
    access.call({ method: 'POST', path: `/element/${id}/value`, body: { text, replace: true }, acts: true }),
  );
}

async function findByPlace(node: UiNode, access: FieldAccess): Promise<string | null> {
  const selector = `//${node.className.replaceAll(/[$@#&]/g, '.')}[@bounds="${boundsText(node)}"]`;
  const body = { strategy: 'xpath', selector, context: '' };
  const found = await access.call({ method: 'POST', path: '/elements', body, acts: false });
  const ids = Array.isArray(found) ? found.map(elementId) : [];
  return ids.length === 1 ? (ids[0] ?? null) : null;
}

async function findByFocus(node: UiNode, access: FieldAccess): Promise<string | null> {
  if (!node.focused) await access.tap();
  try {
    const id = elementId(await access.call({ method: 'GET', path: '/element/active', acts: false }));
    const className = await access.call({ method: 'GET', path: `/element/${id}/attribute/class`, acts: false });
    return className === node.className ? id : null;
  } catch (error) {
    if (error instanceof Uia2AnswerError) return null;
    throw error;
  }
}

async function refusalAsError(node: UiNode, set: () => Promise<unknown>): Promise<void> {
  try {
    await set();
  } catch (error) {
    if (!(error instanceof Uia2AnswerError)) throw error;
    const name = /no such element|stale element/.test(error.error) ? 'ELEMENT_NOT_FOUND' : 'DEVICE_COMMAND_FAILED';
    throw new PostwrightError(name, `The field ${node.className} did not take its text: ${error.message}`, {
      cause: error,
    });
  }
}

function elementId(reference: unknown): string | null {
  const { [ELEMENT_KEY]: id } = (reference ?? {}) as Record<string, unknown>;
  return typeof id === 'string' ? id : null;
}

function boundsText({ bounds: { left, top, right, bottom } }: UiNode): string {
  return `[${left},${top}][${right},${bottom}]`;
}
