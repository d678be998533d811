import { lazy } from 'react';
import { Navigate, Route, Routes } from 'react-router';

/** Every page is a file of its own that is fetched when it is first shown. */
const Tasks = lazy(async () => ({ default: (await import('../pages/tasks.tsx')).TasksPage }));
const Task = lazy(async () => ({ default: (await import('../pages/task.tsx')).TaskPage }));
const Receipt = lazy(async () => ({ default: (await import('../pages/receipt.tsx')).ReceiptPage }));
const NewPost = lazy(async () => ({ default: (await import('../pages/new-post.tsx')).NewPostPage }));
const Phones = lazy(async () => ({ default: (await import('../pages/phones.tsx')).PhonesPage }));
const Phone = lazy(async () => ({ default: (await import('../pages/phone.tsx')).PhonePage }));
const Calendar = lazy(async () => ({ default: (await import('../pages/calendar.tsx')).CalendarPage }));
const Accounts = lazy(async () => ({ default: (await import('../pages/accounts.tsx')).AccountsPage }));
const Library = lazy(async () => ({ default: (await import('../pages/library.tsx')).LibraryPage }));
const Scripts = lazy(async () => ({ default: (await import('../pages/scripts.tsx')).ScriptsPage }));
const Settings = lazy(async () => ({ default: (await import('../pages/settings.tsx')).SettingsPage }));
const Needs = lazy(async () => ({ default: (await import('../pages/needs.tsx')).NeedsPage }));
const Missing = lazy(async () => ({ default: (await import('../pages/missing.tsx')).MissingPage }));

export function Pages() {
  return (
    <Routes>
      <Route path="/" element={<Navigate to="/tasks" replace />} />
      <Route path="/tasks" element={<Tasks />} />
      <Route path="/tasks/:id" element={<Task />} />
      <Route path="/tasks/:id/receipt" element={<Receipt />} />
      <Route path="/new" element={<NewPost />} />
      <Route path="/phones" element={<Phones />} />
      <Route path="/phones/:serial" element={<Phone />} />
      <Route path="/calendar" element={<Calendar />} />
      <Route path="/accounts" element={<Accounts />} />
      <Route path="/library" element={<Library />} />
      <Route path="/scripts" element={<Scripts />} />
      <Route path="/settings" element={<Settings />} />
      <Route path="/needs" element={<Needs />} />
      <Route path="*" element={<Missing />} />
    </Routes>
  );
}
