import { LibraryView } from '../features/library/library-view.tsx';

export function LibraryPage() {
  return <LibraryView />;
}
