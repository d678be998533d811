import { randomUUID } from 'node:crypto';
import type { UiNode } from '../ui/node.ts';
import { attributeOf } from './attributes.ts';
import { ElementCache, type ElementReference } from './elements.ts';
import { Uia2Error } from './errors.ts';
import type { PhoneUi } from './phone-ui.ts';
import { snapshotOf } from './phone-ui.ts';
import { Settings } from './settings.ts';

/** The one session a server has. */
export class Session {
  readonly id: string = randomUUID();
  readonly settings: Settings = new Settings();
  readonly elements: ElementCache;
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** Base64, as it is sent and read. */
  clipboard = '';
  readonly #ui: PhoneUi;

  constructor(ui: PhoneUi, capabilities: Readonly<Record<string, unknown>>) {
    this.#ui = ui;
    this.capabilities = capabilities;
    this.elements = new ElementCache(ui);
    for (const [name, value] of Object.entries(capabilities)) this.settings.set(name, value);
  }

  get appPackage(): string | null {
    const value = this.capabilities.appPackage ?? this.capabilities['appium:appPackage'];
    return typeof value === 'string' ? value : null;
  }

  /** The answer to a find: the reference, and with `shouldUseCompactResponses` off some attributes. */
  found(node: UiNode): ElementReference & Record<string, string | null> {
    const reference = this.elements.reference(node);
    if (this.settings.flag('shouldUseCompactResponses')) return { ...reference };
    const { facts } = snapshotOf(this.#ui);
    const extra = this.settings.responseAttributes.map(
      (name) => [name, attributeOf(node, name, facts) ?? null] as const,
    );
    return { ...reference, ...Object.fromEntries(extra) };
  }
}

/** The merged capabilities of a W3C new-session body. @throws Uia2Error `session not created`. */
export function capabilitiesOf(body: unknown): Readonly<Record<string, unknown>> {
  const capabilities = field(body, 'capabilities');
  if (!isRecord(capabilities)) {
    throw new Uia2Error('session not created', 'Capabilities are mandatory for session creation');
  }
  const first = capabilities.firstMatch;
  const alternatives = Array.isArray(first) && isRecord(first[0]) ? first[0] : {};
  return { ...alternatives, ...(isRecord(capabilities.alwaysMatch) ? capabilities.alwaysMatch : {}) };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of a body that may be anything. */
export function field(body: unknown, name: string): unknown {
  return isRecord(body) ? body[name] : undefined;
}
