import type { DataOf } from '../../lib/ask.ts';
import type { App } from './draft.ts';

export interface TargetChoice {
  readonly value: string;
  readonly label: string;
  readonly tags: readonly string[];
}

interface TargetWords {
  readonly away: string;
  readonly unbound: string;
  readonly disabled: string;
}

type Device = DataOf<'listDevices'>['devices'][number];
type Account = DataOf<'listAccounts'>['accounts'][number];

/** A phone has its own tags and those of its accounts. */
export function phoneChoices(devices: readonly Device[], words: TargetWords): readonly TargetChoice[] {
  return devices.map(({ serial, name, model, online, tags, accounts }) => ({
    value: serial,
    label: [name, serial, name === null ? model : null, online ? null : words.away]
      .filter((part) => part !== null)
      .join(' · '),
    tags: [...new Set([...tags, ...accounts.flatMap((account) => account.tags)])],
  }));
}

/** A name that is on both apps is one choice; the server asks which is meant. */
export function accountChoices(accounts: readonly Account[], app: App, words: TargetWords): readonly TargetChoice[] {
  const fitting = accounts.filter(({ platform }) => app === 'both' || platform === app);
  return [...Map.groupBy(fitting, ({ username }) => username.toLowerCase()).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { username, serial, enabled, display_name: name } = first;
    const parts = [
      `@${username}`,
      name,
      app === 'both' ? group.map(({ platform }) => platform).join(', ') : null,
      serial ?? words.unbound,
      enabled ? null : words.disabled,
    ];
    return {
      value: username,
      label: parts.filter((part) => part !== null).join(' · '),
      tags: [...new Set(group.flatMap(({ tags }) => tags))],
    };
  });
}
