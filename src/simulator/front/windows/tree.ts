import { layOut } from '../ui/layout.ts';
import { toNodes, type UiNode } from '../ui/node.ts';
import { blank, column, stack, type View } from '../ui/view.ts';
import { type Geometry, NAVIGATION_BAR_UNITS, STATUS_BAR_UNITS, WIDTH_UNITS } from './geometry.ts';
import type { Screen } from './screen.ts';

/** The nodes of one screen's window, decor view first, as AccessibilityNodeInfo would start them. */
export function windowTree(screen: Screen, geometry: Geometry, wordings: Wordings = {}): UiNode {
  const view = reworded(screen.view(), wordings);
  const identity = `w${screen.serial}`;
  const options = { packageName: screen.packageName, scale: geometry.scale, clip: geometry.screen, identity };
  if (!screen.isDialog) return toNodes(layOut(decor(view), fullArea(geometry)), options);
  const contentArea = {
    x: 0,
    y: STATUS_BAR_UNITS,
    width: WIDTH_UNITS,
    height: geometry.heightUnits - STATUS_BAR_UNITS - NAVIGATION_BAR_UNITS,
  };
  const panel = layOut(stack({ height: 'fill' }, stack(dialogPlace(view), bare(view))), contentArea);
  const box = panel.children[0] ?? panel;
  return toNodes(box, options);
}

type Wordings = Readonly<Record<string, string>>;

/** As an update of the app would say it. */
function reworded(view: View, wordings: Wordings): View {
  if (Object.keys(wordings).length === 0) return view;
  const now = (text: string | undefined): string | undefined => (text === undefined ? text : (wordings[text] ?? text));
  return {
    ...view,
    text: now(view.text),
    description: now(view.description),
    hint: now(view.hint),
    children: view.children.map((child) => reworded(child, wordings)),
  };
}

/** The window wraps the dialog's view and stands where the view says. */
function dialogPlace(view: View): Partial<View> {
  return { width: view.width, height: view.height, gravity: view.gravity ?? 'center', offset: view.offset };
}

function bare(view: View): View {
  return { ...view, gravity: undefined, offset: undefined, width: view.width === 'wrap' ? 'wrap' : 'fill' };
}

function fullArea(geometry: Geometry): { x: number; y: number; width: number; height: number } {
  return { x: 0, y: 0, width: WIDTH_UNITS, height: geometry.heightUnits };
}

/** What PhoneWindow puts around every activity's own layout. */
function decor(content: View): View {
  return stack(
    { height: 'fill' },
    column(
      { height: 'fill', padding: [0, 0, NAVIGATION_BAR_UNITS, 0] },
      stack(
        { height: 'fill' },
        stack({ resourceId: 'android:id/content', height: 'fill' }, { ...content, height: content.height ?? 'fill' }),
      ),
    ),
    blank({ resourceId: 'android:id/navigationBarBackground', gravity: 'bottom', height: NAVIGATION_BAR_UNITS }),
  );
}
