import { AccountsView } from '../features/accounts/accounts-view.tsx';

export function AccountsPage() {
  return <AccountsView />;
}
