/** Which words each page of web/pages/ needs besides those of the shell. */
export const PAGE_TEXTS = Object.freeze({
  tasks: ['tasks'],
  task: ['task'],
  receipt: ['task'],
  'new-post': ['compose'],
  phones: ['phones'],
  phone: ['phones'],
  calendar: ['calendar'],
  accounts: ['accounts'],
  library: ['library'],
  scripts: ['scripts'],
  settings: ['settings'],
  needs: ['needs'],
  missing: [],
} as const);
