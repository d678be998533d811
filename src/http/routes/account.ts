import type { FastifyInstance } from 'fastify';

import { viewAccount } from '../../accounts/account-view.ts';
import { ROUTES } from '../../contract/routes.ts';
import type { HttpParts } from '../parts.ts';
import { addRoute } from '../route.ts';

export function accountRoutes(app: FastifyInstance, { accounts }: HttpParts): void {
  addRoute(app, ROUTES.listAccounts, async ({ query }) => {
    const rows = await accounts.list(query);
    return { total: rows.length, accounts: rows.map(viewAccount) };
  });
  addRoute(app, ROUTES.createAccount, async ({ body }) => viewAccount(await accounts.create(body)));
  addRoute(app, ROUTES.readAccount, async ({ params }) => viewAccount(await accounts.get(params.id)));
  addRoute(app, ROUTES.replaceAccount, async ({ params, body }) =>
    viewAccount(await accounts.replace(params.id, body)),
  );
  addRoute(app, ROUTES.updateAccount, async ({ params, body }) => viewAccount(await accounts.update(params.id, body)));
  addRoute(app, ROUTES.deleteAccount, async ({ params }) => {
    await accounts.remove(params.id);
    return { deleted: true as const };
  });
}
