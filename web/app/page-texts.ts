/** Which words each page of web/pages/ needs besides those of the shell. */
export const PAGE_TEXTS = Object.freeze({
  tasks: ['tasks'],
  task: ['task', 'moment'],
  receipt: ['task'],
  'new-post': ['compose'],
  phones: ['phones'],
  phone: ['phones'],
  calendar: ['calendar', 'moment'],
  accounts: ['accounts'],
  library: ['library'],
  scripts: ['scripts'],
  settings: ['settings'],
  needs: ['needs', 'moment'],
  missing: [],
} as const);
