import type { FastifyInstance } from 'fastify';

import { viewAccount } from '../../accounts/account-view.ts';
import { CSV_TYPE, XLSX_TYPE } from '../../contract/account-sheet.ts';
import { ROUTES } from '../../contract/routes.ts';
import type { HttpParts } from '../parts.ts';
import { addRoute } from '../route.ts';
import { uploadedFile } from '../upload.ts';

const SHEET_TYPES = { csv: `${CSV_TYPE}; charset=utf-8`, xlsx: XLSX_TYPE } as const;

export function accountRoutes(app: FastifyInstance, { accounts }: HttpParts): void {
  addRoute(app, ROUTES.listAccounts, async ({ query }) => {
    const rows = await accounts.list(query);
    return { total: rows.length, accounts: rows.map(viewAccount) };
  });
  addRoute(app, ROUTES.createAccount, async ({ body }) => viewAccount(await accounts.create(body)));
  addRoute(app, ROUTES.importAccounts, async ({ query, request }) => {
    return await accounts.importSheet(await uploadedFile(request), query);
  });
  addRoute(app, ROUTES.exportAccounts, async ({ query, reply }) => {
    const { format = 'csv', ...filter } = query;
    const sheet = await accounts.exportSheet(format, filter);
    reply.type(SHEET_TYPES[format]).header('content-disposition', `attachment; filename="accounts.${format}"`);
    await reply.send(sheet);
    return undefined;
  });
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
