import type { AppName, FaultBook, Pace, PhoneMachine, Time } from '../../ports.ts';
import type { PostLedger } from '../../rack-types.ts';
import type { Windows } from '../windows/windows.ts';
import type { AccountBook } from './accounts.ts';

/** What an app on a phone can reach. */
export interface PhoneContext {
  readonly machine: PhoneMachine;
  readonly faults: FaultBook;
  readonly windows: Windows;
  readonly posts: PostLedger;
  /** The phone's own clock may be off; the servers' is not. */
  readonly worldTime: Time;
  readonly pace: Pace;
  readonly accounts: Readonly<Record<AppName, AccountBook>>;
  readonly unplug: () => void;
}
