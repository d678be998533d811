import { PostwrightError } from '../../errors.ts';
import type { AppFlows } from '../../flows/library.ts';
import type { Limits } from '../../kit/abort.ts';
import { crashPoint } from '../../kit/crash-points.ts';
import { passGate } from '../../kit/gate.ts';
import type { Screen, UiTree } from '../../screen/screen.ts';
import type { AttemptContext, Receipt } from '../script.ts';
import { makeCurrent } from './accounts.ts';
import type { PhoneMedia, PostTexts } from './app-driver.ts';
import { chooseFlows } from './app-on-phone.ts';
import { AppScreen } from './app-screen.ts';
import { ownTextsOf } from './caption.ts';
import { type ConfirmOptions, confirmPost } from './confirm.ts';
import { keepLastSight } from './evidence.ts';
import type { KnownApp, PostKnowledge } from './known-apps.ts';
import { AttemptMedia, checkSpace, sweepMedia } from './media.ts';
import { takeBack } from './rehearsal.ts';
import { noteStories, type StoriesBefore } from './story.ts';

/** Cleaning up is owed to the phone even by a stopped attempt, but a stop must not take long. */
const CLEAN_UP_MS = 10_000;
/** Backing out of a half-made post takes a few screens and the question whether to discard it. */
const THROW_AWAY_MS = 20_000;
/** Somebody waits for a stop, but a rehearsal has promised to leave nothing. */
const THROW_AWAY_STOPPED_MS = 8_000;

interface OpenAppOptions {
  readonly screen: Screen;
  readonly packageName: string;
  /** An attempt keeps those it began with, whatever happens to the files. */
  readonly flows: AppFlows;
  readonly signal: AbortSignal;
}

/** One attempt at a post, from waking the phone to the receipt. */
export class PostAttempt {
  readonly #context: AttemptContext;
  readonly #knowledge: PostKnowledge;
  readonly #known: KnownApp;
  readonly #media: AttemptMedia;
  #app: AppScreen | null = null;
  #screen: Screen | null = null;
  /** What the post page must say; null for a post without texts. */
  #texts: PostTexts | null = null;
  #storiesBefore: StoriesBefore = 'unknown';
  /** From the commit point until the post was seen, an upload may be running that a force-stop would end. */
  #mayBeUploading = false;
  /** A post is half made in the app: a force-stop now would leave what was begun as a draft. */
  #isMaking = false;

  constructor(context: AttemptContext, knowledge: PostKnowledge) {
    this.#context = context;
    this.#knowledge = knowledge;
    this.#known = knowledge.apps[context.plan.app];
    this.#media = new AttemptMedia(context);
  }

  /** @throws PostwrightError of kind `task`; whether the commit point was passed, the ledger knows. */
  async run(): Promise<Receipt> {
    const { ledger, plan, signal } = this.#context;
    const { title } = this.#known.driver;
    try {
      const app = await ledger.step('prepare', `Opening ${title}`, async () => await this.#prepare());
      const account = await ledger.step('account', 'Choosing the account', async () => await this.#chooseAccount(app));
      const media = await ledger.step(
        'media',
        `Copying ${countFiles(plan.materials.length)}`,
        async () => await this.#media.push(this.#knowledge.pace.pickerSpacingMs),
      );
      this.#isMaking = true;
      const rehearsed = await ledger.step('compose', 'Making the post', async () => {
        await this.#compose(app, media);
        return plan.rehearsal ? await this.#takeBack(app, account) : null;
      });
      if (rehearsed !== null) return rehearsed;
      const committedAt = await ledger.step('commit', 'Posting', async () => await this.#commit(app));
      const receipt = await ledger.step(
        'confirm',
        'Waiting for the post to be seen',
        async () => await confirmPost(app, this.#confirmOptions(account, committedAt)),
      );
      this.#mayBeUploading = false;
      return receipt;
    } catch (error) {
      const { phone } = this.#context;
      await keepLastSight(ledger, { name: 'failure', phone, screen: this.#screen, signal, error });
      throw error;
    } finally {
      await this.#cleanUp();
    }
  }

  #confirmOptions(account: string, committedAt: Date): ConfirmOptions {
    const { driver } = this.#known;
    return { driver, context: this.#context, account, committedAt, storiesBefore: this.#storiesBefore };
  }

  get #limits(): Limits {
    return { signal: this.#context.signal, timeoutMs: this.#knowledge.pace.callMs };
  }

  async #prepare(): Promise<AppScreen> {
    const { phone, ledger, signal } = this.#context;
    const { driver } = this.#known;
    const { packageName, version, flows } = await chooseFlows(phone, this.#known, this.#limits);
    await ledger.app({ id: packageName, version });
    await phone.wake(this.#limits);
    ledger.progress(PREPARE_PERCENT, `Opening ${driver.title} ${version}`);
    await sweepMedia(phone, this.#limits);
    await checkSpace(this.#context);
    this.#screen = await this.#context.openScreen(signal);
    this.#app = this.#openApp({ screen: this.#screen, packageName, flows, signal });
    await this.#letEarlierUploadEnd(this.#app);
    await this.#app.run('start');
    return this.#app;
  }

  #openApp({ screen, packageName, flows, signal }: OpenAppOptions): AppScreen {
    const { plan, ledger } = this.#context;
    return new AppScreen({
      screen,
      flows,
      appId: packageName,
      signal,
      pace: this.#knowledge.pace,
      ownTexts: ownTextsOf(plan),
      ledger,
    });
  }

  /** An earlier post whose end nobody saw may still be on its way; the restart of the app would end it. */
  async #letEarlierUploadEnd(app: AppScreen): Promise<void> {
    const { exitCode } = await app.screen.phone.shell(['pidof', app.appId], this.#limits);
    if (exitCode !== 0) return;
    for (const flow of ['come-back', 'return-home', 'go-home'] as const) {
      // Whatever is open that cannot be left, the restart leaves it.
      if (!(await app.tryRun(flow))) return;
    }
    await app.waitWhile('uploading', this.#context.plan.uploadWaitMs);
  }

  async #chooseAccount(app: AppScreen): Promise<string> {
    const { plan, ledger } = this.#context;
    const account = await makeCurrent(app, this.#known.driver, plan.username);
    app.lookout.addOwnText(account);
    await ledger.account(account);
    return account;
  }

  async #compose(app: AppScreen, media: readonly PhoneMedia[]): Promise<void> {
    const { plan } = this.#context;
    const { driver } = this.#known;
    await app.run('go-home');
    if (plan.kind === 'story') this.#storiesBefore = await noteStories(app);
    await driver.compose(app, { plan, media });
    this.#texts = driver.textsFor(app, await app.tree(), plan);
    if (this.#texts !== null) await driver.writeTexts(app, this.#texts);
    this.#checkTexts(app, await app.tree());
  }

  /** Reads back what the app took. @throws CAPTION_MISMATCH saying what differs. */
  #checkTexts(app: AppScreen, tree: UiTree): void {
    if (this.#texts === null) return;
    const { caption, title } = this.#texts;
    const written = this.#known.driver.readTexts(app, tree);
    if (written.caption !== caption) throw textMismatch('caption', caption, written.caption);
    if (title !== null && written.title !== title) throw textMismatch('title', title, written.title ?? '');
  }

  /** Ends a rehearsal where a post would be published. */
  async #takeBack(app: AppScreen, account: string): Promise<Receipt> {
    const { ledger, plan } = this.#context;
    const { tree } = await app.waitStill(this.#known.driver.commitButton(plan.kind));
    this.#checkTexts(app, tree);
    const receipt = await takeBack(app, ledger, account);
    this.#isMaking = false;
    return receipt;
  }

  /**
   * Records the commit point and taps "Post" once. Whatever comes of the tap, it is never repeated: whether it took is
   * seen afterwards.
   * @returns when the commit point was recorded.
   */
  async #commit(app: AppScreen): Promise<Date> {
    const { plan, ledger } = this.#context;
    const button = this.#known.driver.commitButton(plan.kind);
    const { node, tree } = await app.waitStill(button);
    this.#checkTexts(app, tree);
    const seenAt = moment();
    const committedAt = new Date();
    await ledger.commit();
    this.#isMaking = false;
    this.#mayBeUploading = true;
    await passGate(app.signal);
    // Whatever made this wait (a database that was away, a machine that slept), the screen may have changed meanwhile.
    const target = isLongSince(seenAt) ? (await app.waitStill(button)).node : node;
    try {
      await app.screen.tap(target, app.limits);
    } catch {
      // The tap may have reached the phone all the same.
    }
    crashPoint('commit.tapped');
    return committedAt;
  }

  /** Takes the files away and leaves the app; never throws, since it must not hide how the attempt ended. */
  async #cleanUp(): Promise<void> {
    const { phone, ledger } = this.#context;
    if (phone.gone.aborted) return;
    const limits = this.#limitsFor(CLEAN_UP_MS + this.#throwAwayMs);
    let isBegun = false;
    const work = async (): Promise<void> => {
      isBegun = true;
      if (this.#isOwedLater) this.#owe();
      else await this.#leave(this.#throwAwayMs, limits);
      await this.#media.remove(limits);
    };
    await ledger.step('cleanup', 'Cleaning up', work).catch(async () => {
      // A ledger that refuses steps of a stopped attempt leaves the phone to us.
      if (!isBegun) await work().catch(() => {});
    });
  }

  /** Of the phone alone: what is owed to it is owed by a stopped attempt as well. */
  #limitsFor(timeoutMs: number): Limits {
    return { signal: AbortSignal.any([this.#context.phone.gone, AbortSignal.timeout(timeoutMs)]), timeoutMs };
  }

  /** A stop takes effect within two seconds: a half-made post is thrown away right afterwards, before anything else is done. */
  get #isOwedLater(): boolean {
    const { signal, plan } = this.#context;
    return this.#isMaking && !plan.rehearsal && isStop(signal.reason);
  }

  #owe(): void {
    this.#context.owe(async (signal) => {
      await this.#leave(THROW_AWAY_MS, { signal, timeoutMs: CLEAN_UP_MS });
    });
  }

  /** Whoever ends the server waits for less: what is half made is then left to the app, whose offer of it is declined next time. */
  get #throwAwayMs(): number {
    const { signal, plan } = this.#context;
    if (!this.#isMaking) return 0;
    if (!signal.aborted) return THROW_AWAY_MS;
    return plan.rehearsal ? THROW_AWAY_STOPPED_MS : 0;
  }

  async #leave(throwAwayMs: number, limits: Limits): Promise<void> {
    await this.#throwAway({ signal: limits.signal, timeoutMs: throwAwayMs });
    await this.#leaveApp(limits);
  }

  /** A post that was not made to its end leaves the app without a draft of it, if the app lets it. */
  async #throwAway({ timeoutMs, ...limits }: Limits): Promise<void> {
    if (timeoutMs === 0 || this.#app === null) return;
    const signal = AbortSignal.any([limits.signal, AbortSignal.timeout(timeoutMs)]);
    const { screen, appId, lookout } = this.#app;
    await this.#openApp({ screen, packageName: appId, flows: lookout.flows, signal })
      .run('leave-composer')
      .catch(() => {});
  }

  async #leaveApp(limits: Limits): Promise<void> {
    const { phone } = this.#context;
    if (this.#app === null) return;
    if (this.#mayBeUploading) await phone.shell(['input', 'keyevent', KEYCODE_HOME], limits);
    else await phone.forceStop(this.#app.appId, limits);
  }
}

const KEYCODE_HOME = '3';

function isStop(reason: unknown): boolean {
  return reason instanceof PostwrightError && reason.errorName === 'STOPPED';
}

/** An app that is left alone shows the same page for longer than this. */
const SIGHT_LASTS_MS = 5_000;

/** By both clocks: a suspended machine may stop the one. */
function moment(): readonly number[] {
  return [performance.now(), Date.now()];
}

function isLongSince(then: readonly number[]): boolean {
  return moment().some((now, clock) => Math.abs(now - (then[clock] ?? 0)) > SIGHT_LASTS_MS);
}

/** Where the preparation lies in an attempt, for watchers. */
const PREPARE_PERCENT = 5;

function countFiles(count: number): string {
  return count === 1 ? 'the file' : `${count} files`;
}

function textMismatch(what: string, wanted: string, written: string): PostwrightError {
  return new PostwrightError(
    'CAPTION_MISMATCH',
    `The ${what} should read ${JSON.stringify(wanted)}; the app has ${JSON.stringify(written)}.`,
  );
}
