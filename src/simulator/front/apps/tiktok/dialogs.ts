import type { KnownDialog } from '../../../ports.ts';
import { blank, column, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import {
  answerSheet,
  answersAfterClosing,
  type SheetAnswers,
  type SheetWords,
  surpriseWords,
} from '../answer-sheet.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, GREY, INK, TIKTOK_ACTIVITY, TikTokScreen } from './tiktok-screen.ts';

/** The login page: nobody is signed in, or the session has ended. Nothing here can be passed. */
export class LoginScreen extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.login;

  view(): View {
    const { loginTitle, loginHint, usePhone, signUp, sessionExpired } = this.texts;
    return column(
      { padding: [STATUS_BAR_UNITS + 160, 80, 60, 80], gap: 40, align: 'center', look: { background: '#ffffff' } },
      text(loginTitle, { resourceId: this.id('login_title'), look: { size: 66, bold: true, color: INK } }),
      text(loginHint, { width: 'fill', look: { size: 38, color: GREY, align: 'center' } }),
      text(sessionExpired, { width: 'fill', look: { size: 36, color: ACCENT, align: 'center' } }),
      blank({ height: 40 }),
      this.#method('person', usePhone),
      stack({ weight: 1 }),
      text(signUp, { look: { size: 38, color: INK } }),
    );
  }

  #method(icon: string, label: string): View {
    return row(
      { clickable: true, height: 130, padding: [0, 40], gap: 40, look: { border: '#d0d1d3', radius: 12 } },
      image({ width: 56, height: 56, look: { icon, color: INK } }),
      text(label, { look: { size: 40, bold: true, color: INK } }),
    );
  }
}

abstract class Modal extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.main;

  protected abstract words(): SheetWords;

  /** Each of them closes it, and most do nothing else. */
  protected answers(): SheetAnswers {
    const close = (): void => this.app.close(this);
    return { close, yes: close, no: close };
  }

  override get isDialog(): boolean {
    return true;
  }

  view(): View {
    const style = {
      sheet: { padding: [30, 60, 60, 60], align: 'center' },
      ink: INK,
      grey: GREY,
      cross: { description: this.texts.close },
      yes: { background: ACCENT, color: '#ffffff', radius: 60 },
      no: { color: INK },
    } as const;
    return answerSheet(this.words(), style, this.answers());
  }
}

/** What TikTok shows over the feed after a post. Whoever waits for the tab bar does not see it (facts 4.6). */
export class AfterPostModal extends Modal {
  readonly #words: SheetWords;

  constructor(app: TikTok) {
    super(app);
    const { notifyTitle, turnOn, amplifyTitle, amplify, promoteTitle, promote, inviteTitle, invite, notNow } =
      app.texts;
    const variants = [
      { title: notifyTitle, text: '', yes: turnOn, no: notNow },
      { title: amplifyTitle, text: '', yes: amplify, no: notNow },
      { title: promoteTitle, text: '', yes: promote, no: notNow },
      { title: inviteTitle, text: '', yes: invite, no: notNow },
    ];
    const pick = app.machine.random.integer(0, variants.length - 1);
    this.#words = variants[pick] ?? { title: '', text: '', yes: '', no: '' };
  }

  protected words(): SheetWords {
    return this.#words;
  }
}

/** One of the interruptions that TikTok is known for (facts 4.7). */
export class KnownModal extends Modal {
  readonly #words: SheetWords;

  constructor(app: TikTok, kind: KnownDialog) {
    super(app);
    this.#words = app.texts.known[kind];
  }

  protected words(): SheetWords {
    return this.#words;
  }
}

/** What an edit that the process did not outlive comes back as: to be gone on with, or thrown away. */
export class UnsavedDraftModal extends KnownModal {
  readonly #answers: Pick<SheetAnswers, 'yes' | 'no'>;

  constructor(app: TikTok, answers: Pick<SheetAnswers, 'yes' | 'no'>) {
    super(app, 'draft_dialog');
    this.#answers = answers;
  }

  protected override answers(): SheetAnswers {
    return answersAfterClosing(super.answers().close, this.#answers);
  }
}

/** A dialog that comes out of nowhere, with words no script was written for. */
export class SurpriseDialog extends Modal {
  protected words(): SheetWords {
    return surpriseWords(this.texts);
  }
}

interface LeaveChoices {
  readonly discard: () => void;
  readonly saveDraft: () => void;
}

/** Leaving the editor with something in it. */
export class LeaveEditorDialog extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.editor;
  readonly #choices: LeaveChoices;

  constructor(app: TikTok, choices: LeaveChoices) {
    super(app);
    this.#choices = choices;
  }

  override get isDialog(): boolean {
    return true;
  }

  view(): View {
    const { discardTitle, discard, saveDraft, cancel } = this.texts;
    return column(
      { width: 860, padding: [50, 0, 0, 0], look: { background: '#ffffff', radius: 32 } },
      text(discardTitle, { width: 'fill', padding: [0, 40, 50, 40], look: { size: 48, bold: true, align: 'center' } }),
      this.#choice(discard, this.#choices.discard, ACCENT),
      this.#choice(saveDraft, this.#choices.saveDraft, INK),
      this.#choice(cancel, () => this.app.close(this), GREY),
    );
  }

  #choice(label: string, onTap: () => void, color: string): View {
    return stack(
      { clickable: true, height: 140, onTap, look: { border: '#f1f1f2' } },
      text(label, { gravity: 'center', look: { size: 44, color } }),
    );
  }
}
