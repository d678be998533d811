import { listedNodes, nodeText, type UiNode } from '../ui/node.ts';
import { centre } from './element-routes.ts';
import { Uia2Error } from './errors.ts';
import type { Call, Route } from './routes.ts';
import { field } from './session.ts';

const MESSAGE = /^(?:android:id\/(?:alertTitle|message)|.*:id\/(?:permission_message|alertTitle))$/;
const ACCEPT = /^(?:android:id\/button1|.*:id\/permission_allow.*_button|.*:id\/permission_allow_button)$/;
const DISMISS = /^(?:android:id\/button2|.*:id\/permission_deny.*_button)$/;

function nodesWithId(call: Call, pattern: RegExp): readonly UiNode[] {
  return [...listedNodes(call.ui.windows.seenTree())].filter((node) => pattern.test(node.view.resourceId ?? ''));
}

function noAlert(): never {
  throw new Uia2Error('no such alert', 'No alert is present on the screen');
}

function text(call: Call): string {
  const texts = nodesWithId(call, MESSAGE).map(nodeText);
  return texts.length === 0 ? noAlert() : texts.join('\n');
}

function press(call: Call, pattern: RegExp): null {
  const label = field(call.body, 'buttonLabel');
  const buttons =
    typeof label === 'string'
      ? [...listedNodes(call.ui.windows.seenTree())].filter((node) => nodeText(node) === label)
      : nodesWithId(call, pattern);
  const [button] = buttons;
  if (button === undefined || nodesWithId(call, MESSAGE).length === 0) return noAlert();
  const { x, y } = centre(button);
  call.ui.input.tap(x, y);
  return null;
}

export const ALERT_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'alert/text', handle: text, waitsForIdle: true },
  { method: 'POST', path: 'alert/accept', handle: (call) => press(call, ACCEPT), waitsForIdle: true },
  { method: 'POST', path: 'alert/dismiss', handle: (call) => press(call, DISMISS), waitsForIdle: true },
];
