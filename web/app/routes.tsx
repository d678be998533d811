import { type ComponentType, lazy, type ReactNode } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { serverWordsLoaded } from '../lib/server-words.ts';
import { loadTexts } from '../lib/texts.ts';
import { PAGE_TEXTS } from './page-texts.ts';
import { PAGE_PATHS, type PageName } from './paths.ts';

/** Every page is a file of its own that is fetched when it is first shown. */
const Tasks = page('tasks', async () => (await import('../pages/tasks.tsx')).TasksPage);
const Task = page('task', async () => (await import('../pages/task.tsx')).TaskPage);
const Receipt = page('receipt', async () => (await import('../pages/receipt.tsx')).ReceiptPage);
const NewPost = page('new-post', async () => (await import('../pages/new-post.tsx')).NewPostPage);
const Phones = page('phones', async () => (await import('../pages/phones.tsx')).PhonesPage);
const Phone = page('phone', async () => (await import('../pages/phone.tsx')).PhonePage);
const Calendar = page('calendar', async () => (await import('../pages/calendar.tsx')).CalendarPage);
const Accounts = page('accounts', async () => (await import('../pages/accounts.tsx')).AccountsPage);
const Library = page('library', async () => (await import('../pages/library.tsx')).LibraryPage);
const Scripts = page('scripts', async () => (await import('../pages/scripts.tsx')).ScriptsPage);
const Settings = page('settings', async () => (await import('../pages/settings.tsx')).SettingsPage);
const Needs = page('needs', async () => (await import('../pages/needs.tsx')).NeedsPage);
const Missing = page('missing', async () => (await import('../pages/missing.tsx')).MissingPage);

const PAGES: Readonly<Record<PageName, ReactNode>> = {
  tasks: <Tasks />,
  task: <Task />,
  receipt: <Receipt />,
  'new-post': <NewPost />,
  phones: <Phones />,
  phone: <Phone />,
  calendar: <Calendar />,
  accounts: <Accounts />,
  library: <Library />,
  scripts: <Scripts />,
  settings: <Settings />,
  needs: <Needs />,
  missing: <Missing />,
};

export function Pages() {
  return (
    <Routes>
      <Route path="/" element={<Navigate to={PAGE_PATHS.tasks} replace />} />
      {(Object.keys(PAGE_PATHS) as PageName[]).map((name) => (
        <Route key={name} path={PAGE_PATHS[name]} element={PAGES[name]} />
      ))}
    </Routes>
  );
}

function page(name: PageName, load: () => Promise<ComponentType>) {
  return lazy(async () => {
    // The list of tasks is to be there soon; its reasons are in the reader's language a moment later.
    const words = name === 'tasks' ? Promise.resolve() : serverWordsLoaded();
    const [component] = await Promise.all([load(), loadTexts(PAGE_TEXTS[name]), words]);
    return { default: component };
  });
}
