import type { CreateCustomTasks } from '../contract/create-task.ts';
import { invalid } from '../errors.ts';
import type { CustomPlan } from '../scripts/script.ts';
import type { Reader, Tx } from '../storage/database.ts';
import type { CreateParts, Decided, ScriptRequest } from './create.ts';
import { runnableScript } from './requested-script.ts';
import { refuseRetired, resolvePhones } from './targets.ts';

type Parts = Pick<CreateParts, 'db' | 'license' | 'scripts'>;

/** A request for tasks of a custom script: one for each phone, as nobody. */
export class CustomRequest implements ScriptRequest {
  readonly #parts: Parts;
  readonly #serials: readonly string[];
  readonly #plan: CustomPlan;

  /** @throws INVALID_PARAMETER when it names accounts; SCRIPT_NOT_AVAILABLE */
  constructor(parts: Parts, body: CreateCustomTasks) {
    refuseAccounts(body);
    this.#parts = parts;
    this.#serials = body.serials ?? [];
    // Its folder may have changed since the body was checked.
    this.#plan = runnableScript(parts.scripts, body.script_name).plan(body.script_config);
  }

  async prepare(): Promise<void> {
    await this.#allowedPhones(this.#parts.db);
  }

  async decide(tx: Tx): Promise<readonly Decided[]> {
    const serials = await this.#allowedPhones(tx);
    return serials.map((serial) => ({
      target: { serial, platform: null, account: null },
      plan: this.#plan,
      text: '',
      spintax: '',
    }));
  }

  async #allowedPhones(db: Reader): Promise<string[]> {
    const serials = await resolvePhones(db, this.#serials);
    await refuseRetired(db, serials);
    await this.#parts.license.checkDevices(db, serials);
    return serials;
  }
}

/** Which account is current in an app is nothing that a custom script knows. */
function refuseAccounts(body: CreateCustomTasks): void {
  const { script_name: name, usernames = [], enable_multi_account: isForAccounts } = body;
  const message = `cannot be used with "${name}": a custom script runs on phones, so name them in serials`;
  if (usernames.length > 0) throw invalid([{ path: 'usernames', message }]);
  if (isForAccounts === true) throw invalid([{ path: 'enable_multi_account', message }]);
}
