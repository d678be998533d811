import { blank, button, column, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, GREY, INK, TikTokScreen } from './tiktok-screen.ts';

/** The login page: nobody is signed in, or the session has ended. Nothing here can be passed. */
export class LoginScreen extends TikTokScreen {
  readonly className = 'com.ss.android.ugc.aweme.account.login.v2.ui.SignUpOrLoginActivity';
  readonly name = 'tiktok.login';

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

interface ModalWords {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

/** A sheet with a title and two answers, each of which only closes it. */
abstract class Modal extends TikTokScreen {
  readonly className = 'com.ss.android.ugc.aweme.main.MainActivity';

  protected abstract words(): ModalWords;

  override get isDialog(): boolean {
    return true;
  }

  override tapOutside(): void {
    this.app.close(this);
  }

  view(): View {
    const { title, text: detail, yes, no } = this.words();
    const close = (): void => this.app.close(this);
    return column(
      {
        gravity: 'bottom',
        padding: [30, 60, 60, 60],
        gap: 30,
        align: 'center',
        look: { background: '#ffffff', radius: 48, isSheet: true },
      },
      row(
        { height: 90 },
        stack({ weight: 1 }),
        iconButton('close', close, { description: this.texts.close, look: { color: INK } }),
      ),
      text(title, { width: 'fill', look: { size: 50, bold: true, align: 'center', color: INK } }),
      detail === '' ? null : text(detail, { width: 'fill', look: { size: 38, align: 'center', color: GREY } }),
      button(yes, close, { width: 'fill', look: { background: ACCENT, color: '#ffffff', radius: 60 } }),
      button(no, close, { width: 'fill', look: { color: INK } }),
    );
  }
}

/** What TikTok shows over the feed after a post. Whoever waits for the tab bar does not see it (facts 4.6). */
export class AfterPostModal extends Modal {
  readonly name = 'tiktok.after-post';
  readonly #words: ModalWords;

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

  protected words(): ModalWords {
    return this.#words;
  }
}

/** A dialog that comes out of nowhere, with words no script was written for. */
export class SurpriseDialog extends Modal {
  readonly name = 'tiktok.unknown-dialog';

  protected words(): ModalWords {
    const { surpriseTitle, surpriseText, surpriseYes, surpriseNo } = this.texts;
    return { title: surpriseTitle, text: surpriseText, yes: surpriseYes, no: surpriseNo };
  }
}

interface LeaveChoices {
  readonly discard: () => void;
  readonly saveDraft: () => void;
}

/** Leaving the editor with something in it. */
export class LeaveEditorDialog extends TikTokScreen {
  readonly className = 'com.ss.android.ugc.aweme.shortvideo.edit.VideoPublishEditActivity';
  readonly name = 'tiktok.leave-editor';
  readonly #choices: LeaveChoices;

  constructor(app: TikTok, choices: LeaveChoices) {
    super(app);
    this.#choices = choices;
  }

  override get isDialog(): boolean {
    return true;
  }

  override tapOutside(): void {
    this.app.close(this);
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
