import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Selector } from '../../src/screen/screen.ts';
import { select } from '../../src/screen/selector.ts';
import { selectorWords } from '../../src/screen/selector-words.ts';
import { parseTree } from '../../src/screen/tree.ts';
import { named } from '../devices/support.ts';

function node(className: string, attributes: string, children = ''): string {
  const tag = className.replace('$', '.');
  return `<${tag} index="0" package="com.app" class="${className}" ${attributes}>${children}</${tag}>`;
}

const label = (text: string, bounds: string, more = ''): string =>
  node('android.widget.TextView', `text="${text}" bounds="${bounds}" ${more}`);

const XML = `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<hierarchy index="0" class="hierarchy" rotation="0" width="1080" height="2208">
${node(
  'android.widget.FrameLayout',
  'text="" bounds="[0,0][1080,2400]"',
  [
    label('Title', '[100,100][500,160]', 'resource-id="com.app:id/title"'),
    node(
      'android.view.ViewGroup',
      'text="" content-desc="Next" clickable="true" bounds="[600,2250][1040,2380]"',
      label('Next', '[700,2280][900,2340]'),
    ),
    label('Next', '[100,900][300,960]', 'enabled="false"'),
    label('Next', '[-400,900][-100,960]'),
    label('Next', '[100,950][100,950]'),
    label('Next', '[100,2500][300,2600]'),
    label('Next', '[100,300][300,360]', 'displayed="false"'),
    node('android.widget.Toast', 'text="Posted"'),
    label('  padded \u00a0', '[100,1000][300,1060]'),
    label('two&#10;lines', '[100,1100][300,1160]'),
    label('a.b', '[100,1200][300,1260]'),
    label('left', '[0,1300][200,1360]', 'selected="true"'),
    label('middle', '[199,1301][400,1359]'),
    label('right', '[400,1300][600,1360]'),
    node('com.app.Row$Inner', 'text="" bounds="[0,1400][1080,1500]"', label('deep', '[10,1410][90,1490]')),
  ].join(''),
)}
</hierarchy>`;

const tree = parseTree(XML);
const found = (selector: Selector): string[] =>
  select(tree, selector).map(({ text, description, className, bounds }) => {
    return `${text || description || className.split('.').at(-1)}@${bounds.left},${bounds.top}`;
  });

test('a label is a text or a description, in reading order, and only what can be seen', () => {
  assert.deepEqual(found({ label: ['Next'] }), ['Next@100,900', 'Next@600,2250', 'Next@700,2280']);
  assert.deepEqual(found({ text: ['Next'] }), ['Next@100,900', 'Next@700,2280']);
  assert.deepEqual(found({ description: ['Next'] }), ['Next@600,2250']);
});

test('texts are whole, any of several, and of any case', () => {
  assert.deepEqual(found({ label: ['nex'] }), []);
  assert.deepEqual(found({ label: ['siguiente', 'TITLE'] }), ['Title@100,100']);
  assert.deepEqual(found({ label: ['T.*e|zzz'] }), ['Title@100,100']);
  assert.deepEqual(found({ text: ['padded'] }).length, 1);
  assert.deepEqual(found({ text: ['two.lines'] }).length, 1);
  assert.deepEqual(found({ text: ['a\\.b'] }).length, 1);
  assert.deepEqual(found({ text: ['a\\.b', 'title'], index: 0 }), ['Title@100,100']);
});

test('conditions narrow each other', () => {
  assert.deepEqual(found({ label: ['Next'], clickable: true }), ['Next@600,2250']);
  assert.deepEqual(found({ label: ['Next'], enabled: false }), ['Next@100,900']);
  assert.deepEqual(found({ selected: true }), ['left@0,1300']);
  assert.deepEqual(found({ id: 'com.app:id/title' }), ['Title@100,100']);
  assert.deepEqual(found({ id: 'title' }), ['Title@100,100']);
  assert.deepEqual(found({ id: 'itle' }), []);
  assert.deepEqual(found({ className: 'ViewGroup' }), ['Next@600,2250']);
  assert.deepEqual(found({ className: 'com.app.Row$Inner' }).length, 1);
  assert.deepEqual(found({ packageName: 'com.other' }), []);
});

test('relations hold between boxes and between branches', () => {
  assert.deepEqual(found({ label: ['Next'], below: { text: ['middle'] } }), ['Next@600,2250', 'Next@700,2280']);
  assert.deepEqual(found({ label: ['Next'], above: { text: ['padded'] } }), ['Next@100,900']);
  assert.deepEqual(found({ rightOf: { text: ['left'] } }), ['middle@199,1301', 'right@400,1300']);
  assert.deepEqual(found({ leftOf: { text: ['middle'] } }), ['left@0,1300']);
  assert.deepEqual(found({ text: ['Next'], childOf: { description: ['Next'] } }), ['Next@700,2280']);
  assert.deepEqual(found({ containsChild: { text: ['deep'] } }), ['FrameLayout@0,0', 'Row$Inner@0,1400']);
  assert.deepEqual(found({ containsChild: { text: ['deep'] }, index: -1 }), ['Row$Inner@0,1400']);
  assert.deepEqual(found({ text: ['right'], below: { text: ['nothing like it'] } }), []);
});

test('an index counts in reading order, negative from the end', () => {
  assert.deepEqual(found({ label: ['Next'], index: 1 }), ['Next@600,2250']);
  assert.deepEqual(found({ label: ['Next'], index: -1 }), ['Next@700,2280']);
  assert.deepEqual(found({ label: ['Next'], index: 3 }), []);
});

test('what is no regular expression is refused', () => {
  assert.throws(() => found({ text: ['('] }), named('FLOW_INVALID', /"\("/));
});

test('a tree keeps its XML, its size reaches as far as its windows', () => {
  assert.equal(tree.xml, XML);
  assert.deepEqual([tree.widthPx, tree.heightPx], [1080, 2400]);
});

test('what is no tree is an error of the table', () => {
  for (const xml of ['', '<html/>', '<hierarchy', '{"value":1}']) {
    assert.throws(() => parseTree(xml), named('UIA2_UNAVAILABLE', /UI tree cannot be read/), xml);
  }
});

test('emoji and entities come through, whole or in halves', () => {
  const xml = `<hierarchy width="9" height="9"><a class="a" text="&#55357;&#56832; &amp; &lt;b&gt; &quot;😀&quot;" bounds="[0,0][9,9]"/></hierarchy>`;
  assert.equal(parseTree(xml).root.children[0]?.text, '😀 & <b> "😀"');
});

test('a selector can be said in words', () => {
  const selector: Selector = {
    label: ['Next', 'Siguiente'],
    id: 'x',
    className: 'Button',
    clickable: true,
    enabled: false,
    below: { text: ['Title'] },
    index: -1,
  };
  assert.equal(
    selectorWords(selector),
    'label "Next" or "Siguiente", id "x", class "Button", clickable, not enabled, below (text "Title"), number -1',
  );
  assert.equal(selectorWords({}), 'anything');
});
