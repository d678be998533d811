import { PostwrightError } from '../../errors.ts';
import { visibleTexts } from '../../flows/cover.ts';
import { pause } from '../../kit/abort.ts';
import { workingMs } from '../../kit/gate.ts';
import type { UiTree } from '../../screen/screen.ts';
import { type AppScreen, isPassing } from './app-screen.ts';
import { textsOf } from './grid.ts';
import type { ElementName } from './names.ts';

const TEXTS_IN_MESSAGE = 8;
/** Posts call a product by the beginning of its name, if it is long. */
const NAME_CHARACTERS = 20;

/**
 * On the post page: links the first product of the account's showcase, and sees its name on the page.
 * @throws PRODUCT_NOT_FOUND saying what TikTok shows instead.
 */
export async function linkProduct(app: AppScreen): Promise<void> {
  await openLinks(app);
  if ((await appears(app, 'productChoice')) === null)
    throw notFound('offers no products to link to this account', await app.tree());
  await app.tap('productChoice');
  const list = await appears(app, 'addProduct');
  if (list === null) throw notFound('has no product in the showcase of this account', await app.tree());
  const name = app.see(list, 'productName')?.text.trim() ?? '';
  await app.run('add-product');
  const { tree } = await app.waitStill('postPage');
  const beginning = name.slice(0, NAME_CHARACTERS);
  if (name === '' || !textsOf(tree.root).some((text) => text.includes(beginning)))
    throw notFound(`does not show the product ${JSON.stringify(name)} on the post page`, tree);
}

/** Many accounts may link nothing at all, and have nothing on the page that would. */
async function openLinks(app: AppScreen): Promise<void> {
  try {
    await app.run('open-links');
  } catch (error) {
    if (!isPassing(error)) throw error;
    const tree = await app.tree();
    const hasNone = app.see(tree, 'postPage') !== null && app.see(tree, 'addLink') === null;
    throw hasNone ? notFound('offers this account no links on the post page', tree) : error;
  }
}

/** Waits for an element, and no longer when the app says that there are no products. */
async function appears(app: AppScreen, element: ElementName): Promise<UiTree | null> {
  const deadline = workingMs() + app.pace.commandMs;
  for (;;) {
    const tree = await app.tree();
    if (app.see(tree, element) !== null) return tree;
    if (app.see(tree, 'noProducts') !== null || workingMs() >= deadline) return null;
    if (!(await app.lookout.answerDialog(tree))) await pause(app.pace.pollMs, app.signal);
  }
}

function notFound(what: string, tree: UiTree): PostwrightError {
  const seen = visibleTexts(tree, TEXTS_IN_MESSAGE).map((text) => `"${text}"`);
  return new PostwrightError('PRODUCT_NOT_FOUND', `TikTok ${what}. It shows: ${seen.join(', ')}.`);
}
