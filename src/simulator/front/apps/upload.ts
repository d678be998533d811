import type { AppName, FaultBook, FaultOrder } from '../../ports.ts';
import type { Account, AppPost, Submission } from './accounts.ts';
import type { PhoneContext } from './phone-context.ts';
import type { Tally } from './tally.ts';

type UploadState = 'uploading' | 'failed' | 'done' | 'aborted';

/** Uploading and processing a short clip takes some seconds on Wi-Fi, whatever its size. */
const UPLOAD_BASE_MS = 4000;
/** 2 MB/s, an ordinary uplink. */
const UPLOAD_MS_PER_BYTE = 1 / 2000;
const UPLOAD_STEPS = 12;
/** Where an upload stops that is going to be stuck or to fail. */
const TROUBLE_PERCENT = 42;

interface UploadOptions {
  readonly context: PhoneContext;
  readonly account: Account;
  readonly submission: Submission;
  readonly app: AppName;
  readonly tally: Tally;
  /** Called when half of it is up; false when the app is gone then. */
  readonly halfway: () => boolean;
  /** Called at the end, unless the process was killed. */
  readonly ended: (state: 'failed' | 'done') => void;
}

/**
 * One post on its way to the servers. It belongs to the app's process: killing that aborts it and leaves a draft, and then
 * it is neither in the ledger nor on the profile. Once all has left the phone (`upload_late`) nothing on the phone stops it.
 */
export class Upload {
  readonly #options: UploadOptions;
  #state: UploadState = 'uploading';
  #percent = 0;
  #endedAt: Date | null = null;
  /** Everything is at the servers, which take their time with it. */
  #hasLeft = false;

  constructor(options: UploadOptions) {
    this.#options = options;
  }

  get state(): UploadState {
    return this.#state;
  }

  /** 0 to 100, whole. */
  get percent(): number {
    return this.#percent;
  }

  /** When it was published, by the phone's clock. */
  get endedAt(): Date | null {
    return this.#endedAt;
  }

  get submission(): Submission {
    return this.#options.submission;
  }

  get account(): Account {
    return this.#options.account;
  }

  /** Runs to the end; a second call after a failure tries again. */
  start(): void {
    this.#state = 'uploading';
    this.#percent = 0;
    void this.#run();
  }

  /** The process died. */
  abort(): void {
    if (this.#state === 'uploading' && !this.#hasLeft) this.#keepDraft('aborted');
    this.#state = 'aborted';
  }

  /** The user takes a failed upload away: it stays among the drafts. */
  discard(): void {
    this.#state = 'aborted';
  }

  async #run(): Promise<void> {
    const { faults, machine } = this.#options.context;
    const at = { step: 'posting' };
    const late = faults.strike('upload_late', at);
    const stuck = late === null ? faults.strike('upload_stuck', at) : null;
    const fails = late === null && stuck === null && faults.strike('upload_failed', at) !== null;
    if (late !== null) {
      this.#hasLeft = true;
      void lifted(faults, late).then(() => this.#publish());
    }
    const bytes = this.submission.media.reduce((sum, media) => sum + media.size, 0);
    const stepMs = (UPLOAD_BASE_MS + bytes * UPLOAD_MS_PER_BYTE) / UPLOAD_STEPS;
    for (let step = 1; step <= UPLOAD_STEPS; step++) {
      await machine.time.wait(stepMs);
      await machine.network.whenUp();
      if (!this.#isGoingOn()) return;
      const percent = Math.floor((100 * step) / UPLOAD_STEPS);
      if ((stuck !== null || fails) && percent >= TROUBLE_PERCENT && this.#percent < TROUBLE_PERCENT) {
        this.#percent = TROUBLE_PERCENT;
        if (fails) return this.#fail();
        if (stuck !== null) await lifted(faults, stuck);
        if (!this.#isGoingOn()) return;
      }
      this.#percent = percent;
      if (step === UPLOAD_STEPS / 2 && !this.#options.halfway()) return;
    }
    if (late === null) this.#publish();
  }

  #isGoingOn(): boolean {
    return this.#state === 'uploading';
  }

  #fail(): void {
    this.#state = 'failed';
    this.#keepDraft('failed');
    this.#options.ended('failed');
  }

  #publish(): void {
    const { context, account, submission, app, tally, ended } = this.#options;
    const { machine, faults } = context;
    const publishedAt = context.worldTime.now();
    const isSeen = this.#isGoingOn();
    const post: AppPost = { ...submission, publishedAt };
    account.posts.unshift(post);
    context.posts.add({
      at: publishedAt.toISOString(),
      serial: machine.serial,
      app,
      account: account.handle,
      kind: submission.kind,
      caption: submission.caption,
      title: submission.title,
      media: submission.media.map(({ sha256, size, name }) => ({ sha256, size, name })),
      sound: submission.sound,
      origin_sound_volume: submission.originSoundVolume,
      add_sound_volume: submission.addSoundVolume,
      product_link: submission.productLink,
      get taps() {
        return tally.taps;
      },
      get two_hands() {
        return tally.twoHands;
      },
    });
    machine.log.add({ kind: 'app', what: `${app} published a ${submission.kind} of ${account.handle}` });
    if (isSeen) this.#state = 'done';
    this.#endedAt = machine.time.now();
    const dies =
      faults.strike('post_then_die', { step: 'published' }) ?? faults.strike('post_then_die', { step: 'posting' });
    if (dies !== null) context.unplug();
    if (isSeen) ended('done');
  }

  #keepDraft(origin: 'failed' | 'aborted'): void {
    const { account, submission } = this.#options;
    account.drafts.unshift({ ...submission, origin });
  }
}

/** When the fault's `for_ms` are over, or it is taken back. */
function lifted(faults: FaultBook, order: FaultOrder): Promise<void> {
  return new Promise((resolve) => void faults.last(order, resolve));
}
