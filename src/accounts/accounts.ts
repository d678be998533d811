import type { AccountListQuery, CreateAccount, UpdateAccount } from '../contract/account.ts';
import type { ImportAccountsQuery, ImportReport } from '../contract/account-sheet.ts';
import type { Platform } from '../contract/common.ts';
import { invalid, PostwrightError } from '../errors.ts';
import type { Clock } from '../kit/clock.ts';
import {
  type AccountRow,
  deleteAccount,
  getAccount,
  insertAccount,
  listAccounts,
  lockAccount,
  setAccount,
} from '../storage/accounts.ts';
import type { Db, Reader } from '../storage/database.ts';
import { getDevice } from '../storage/devices.ts';
import { writeAccountSheet } from './export.ts';
import { importAccounts } from './import.ts';
import type { SheetFormat } from './sheet/table.ts';
import { uniqueTags } from './tags.ts';
import { normalUsername, usernameFault } from './username.ts';

export interface AccountsParts {
  readonly db: Db;
  readonly clock: Clock;
}

/** SQLSTATE of a unique index that refused a row: https://www.postgresql.org/docs/18/errcodes-appendix.html */
const UNIQUE_VIOLATION = '23505';

interface Identity {
  readonly platform: Platform;
  readonly username: string;
}

/** The identities tasks can publish as. A password is never asked for: accounts are signed in on the phone by their owner. */
export class Accounts {
  readonly #db: Db;
  readonly #clock: Clock;

  constructor({ db, clock }: AccountsParts) {
    this.#db = db;
    this.#clock = clock;
  }

  /** @param query the username in any spelling. */
  async list({ username, q: text, ...rest }: AccountListQuery = {}): Promise<AccountRow[]> {
    const name = username === undefined ? {} : { username: normalUsername(username) };
    return await listAccounts(this.#db, { ...rest, text, ...name });
  }

  /** @throws NOT_FOUND */
  async get(id: number): Promise<AccountRow> {
    return await getAccount(this.#db, id);
  }

  /** @throws INVALID_PARAMETER, NOT_FOUND when the phone was never seen, STATE_CONFLICT when the account exists. */
  async create(wish: CreateAccount): Promise<AccountRow> {
    const account = await this.#whole(this.#db, wish);
    return await refusingDuplicates(account, () =>
      insertAccount(this.#db, { ...account, created_at: account.updated_at }),
    );
  }

  /** What is left out takes its default. @throws as `create`, and NOT_FOUND when there is no such account. */
  async replace(id: number, wish: CreateAccount): Promise<AccountRow> {
    const account = await this.#whole(this.#db, wish);
    return await refusingDuplicates(account, () => setAccount(this.#db, id, account));
  }

  /** What is left out stays as it is. @throws as `replace`. */
  async update(id: number, wish: UpdateAccount): Promise<AccountRow> {
    return await this.#db.transaction().execute(async (tx) => {
      const { platform, username, serial, enabled, ...rest } = await lockAccount(tx, id);
      const { display_name, tags, notes } = rest;
      const account = await this.#whole(tx, {
        platform,
        username,
        serial,
        enabled,
        display_name,
        tags,
        notes,
        ...wish,
      });
      return await refusingDuplicates(account, () => setAccount(tx, id, account));
    });
  }

  /** Its tasks stay. @throws NOT_FOUND */
  async remove(id: number): Promise<void> {
    await deleteAccount(this.#db, id);
  }

  /** @throws INVALID_PARAMETER naming rows and columns, never what is in them. */
  async importSheet(sheet: Uint8Array, options: ImportAccountsQuery): Promise<ImportReport> {
    return await importAccounts({ db: this.#db, clock: this.#clock }, sheet, options);
  }

  async exportSheet(format: SheetFormat, query: AccountListQuery): Promise<Uint8Array> {
    return await writeAccountSheet(await this.list(query), format);
  }

  async #whole(db: Reader, wish: CreateAccount) {
    const { platform, username: written, serial = null, enabled = true } = wish;
    const username = normalUsername(written);
    const fault = usernameFault(platform, username);
    if (fault !== undefined) throw invalid([{ path: 'username', message: `"${written}" ${fault}`, rule: 'username' }]);
    if (serial !== null) await getDevice(db, serial);
    return {
      platform,
      username,
      serial,
      enabled,
      display_name: wish.display_name?.trim() || null,
      tags: uniqueTags(wish.tags ?? []),
      notes: wish.notes ?? '',
      updated_at: this.#clock.now(),
    };
  }
}

async function refusingDuplicates<T>({ platform, username }: Identity, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION) throw error;
    throw new PostwrightError('STATE_CONFLICT', `The ${platform} account "${username}" is registered already.`, {
      cause: error,
    });
  }
}
