import { Component, type ReactNode } from 'react';
import { FailureNote } from './failure-note.tsx';

interface State {
  readonly error: Error | null;
}

/** Keeps the rest of the console when a page breaks. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override readonly state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : <FailureNote error={error} onRetry={() => location.reload()} />;
  }
}
