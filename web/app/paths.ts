import type { PAGE_TEXTS } from './page-texts.ts';

/** Where each page of web/pages/ is. */
export const PAGE_PATHS = Object.freeze({
  tasks: '/tasks',
  task: '/tasks/:id',
  receipt: '/tasks/:id/receipt',
  'new-post': '/new',
  phones: '/phones',
  phone: '/phones/:serial',
  calendar: '/calendar',
  accounts: '/accounts',
  library: '/library',
  scripts: '/scripts',
  settings: '/settings',
  needs: '/needs',
  missing: '*',
} as const satisfies Readonly<Record<keyof typeof PAGE_TEXTS, string>>);
export type PageName = keyof typeof PAGE_PATHS;
