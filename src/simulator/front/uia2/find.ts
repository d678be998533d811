import { listedNodes, type UiNode } from '../ui/node.ts';
import { Uia2Error } from './errors.ts';
import { type PhoneUi, snapshotOf } from './phone-ui.ts';
import { scrollIntoView } from './scrolling.ts';
import { parseExpressions } from './selector-parser.ts';
import { selectNodes } from './ui-selector.ts';
import { xpathNodes } from './xpath.ts';

/** What an id without a package is completed with when no `appPackage` was given (facts 2.5). */
const SERVER_PACKAGE = 'io.appium.uiautomator2.server';

export interface Locator {
  readonly strategy: string;
  readonly selector: string;
}

interface FindOptions {
  readonly locator: Locator;
  /** Search below this node instead of in the whole window. */
  readonly context: UiNode | null;
  readonly appPackage: string | null;
  readonly completesIds: boolean;
}

/** @throws Uia2Error `invalid argument` or `invalid selector` for what the server does not understand. */
export function findNodes(ui: PhoneUi, options: FindOptions): readonly UiNode[] {
  const { strategy, selector } = options.locator;
  const root = options.context ?? ui.windows.seenTree();
  const nodes = (): UiNode[] => [...listedNodes(root)].slice(options.context === null ? 0 : 1);
  switch (strategy) {
    case 'id': {
      const id = completedId(selector, options);
      return nodes().filter((node) => node.view.resourceId === id);
    }
    case 'accessibility id':
      return nodes().filter((node) => node.view.description === selector);
    case 'class name':
      return nodes().filter((node) => node.view.className === selector);
    case 'xpath':
      return xpathNodes(selector, snapshotOf(ui), options.context);
    case '-android uiautomator':
      return uiAutomatorNodes(ui, selector, options.context);
    default:
      throw new Uia2Error('invalid selector', `Locator strategy '${strategy}' is not supported by UiAutomator2`);
  }
}

function completedId(selector: string, { appPackage, completesIds }: FindOptions): string {
  if (!completesIds || /^[\w.]+:id\//.test(selector)) return selector;
  return `${appPackage ?? SERVER_PACKAGE}:id/${selector}`;
}

/** Several expressions may be given, first come first served. */
function uiAutomatorNodes(ui: PhoneUi, source: string, context: UiNode | null): readonly UiNode[] {
  for (const expression of parseExpressions(source)) {
    if (expression.type === 'UiScrollable') {
      const found = scrollIntoView(ui, expression);
      if (found !== null) return [found];
      continue;
    }
    const found = selectNodes(expression, context ?? ui.windows.seenTree(), ui.windows.focusedField);
    const inContext = context === null ? found : found.filter((node) => node !== context);
    if (inContext.length > 0) return inContext;
  }
  return [];
}
