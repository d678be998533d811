// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how flows write their variables
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { FlowRoots } from '../../src/flows/folder.ts';

export interface Roots extends FlowRoots {
  readonly operator: string;
  /** Writes a shipped file: `app/texts.yaml`. */
  ship(file: string, content: string): void;
  /** Writes an operator's file. */
  copy(file: string, content: string): void;
  /** Takes an operator's file away. */
  remove(file: string): void;
}

/** Two empty roots of flows, which end with the test. The shipped one has an app with a text and a flow. */
export function flowRoots(t: TestContext): Roots {
  const world = mkdtempSync(join(tmpdir(), 'postwright-roots-'));
  t.after(() => rmSync(world, { recursive: true, force: true }));
  const shipped = join(world, 'shipped');
  const operator = join(world, 'data', 'flows');
  const write = (root: string, file: string, content: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  const ship = (file: string, content: string): void => write(shipped, file, content);
  ship('app/texts.yaml', 'next: { en: [Next], es: [Siguiente] }\n');
  ship('app/main.yaml', 'appId: com.example\n---\n- tapOn: ${t.next}\n');
  return {
    shipped,
    operator,
    ship,
    copy: (file, content) => write(operator, file, content),
    remove: (file) => rmSync(join(operator, file)),
  };
}
