import type { KnownDialog } from '../../../ports.ts';
import { column, stack, text, type View } from '../../ui/view.ts';
import {
  answerSheet,
  answersAfterClosing,
  type SheetAnswers,
  type SheetWords,
  surpriseWords,
} from '../answer-sheet.ts';
import type { Instagram } from './instagram.ts';
import { BLUE, GREY, INK, INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';

abstract class Sheet extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.main;

  protected abstract words(): SheetWords;

  /** Each of them closes it, and most do nothing else. */
  protected answers(): SheetAnswers {
    const close = (): void => this.app.close(this);
    return { close, yes: close, no: close };
  }

  override get isDialog(): boolean {
    return true;
  }

  /** Built of Instagram's own parts, whose resource ids are the same in all of them. */
  protected get isHeadline(): boolean {
    return false;
  }

  view(): View {
    const style = {
      sheet: { padding: [24, 60, 60, 60] },
      ink: INK,
      grey: GREY,
      cross: { description: this.texts.closeSheet, width: 90, height: 90, padding: 20 },
      yes: { background: BLUE, color: '#ffffff', radius: 24 },
      no: { color: BLUE },
      ids: { yes: id('igds_headline_primary_action_button'), no: id('igds_headline_secondary_action_text_button') },
    } as const;
    const { ids, ...plain } = style;
    return answerSheet(this.words(), this.isHeadline ? { ...plain, ids } : plain, this.answers());
  }
}

/** What may come over the feed once a post is up (facts 4.12). */
export class AfterPostSheet extends Sheet {
  readonly #words: SheetWords;

  protected override get isHeadline(): boolean {
    return true;
  }

  constructor(app: Instagram) {
    super(app);
    const { notifyTitle, turnOn, trialTitle, trialText, tryIt, notNow } = app.texts;
    const isNotify = app.machine.random.next() < 0.5;
    this.#words = isNotify
      ? { title: notifyTitle, text: '', yes: turnOn, no: notNow }
      : { title: trialTitle, text: trialText, yes: tryIt, no: notNow };
  }

  protected words(): SheetWords {
    return this.#words;
  }
}

/** One of the interruptions that Instagram is known for (facts 4.12). */
export class KnownSheet extends Sheet {
  readonly #words: SheetWords;

  protected override get isHeadline(): boolean {
    return true;
  }

  constructor(app: Instagram, kind: KnownDialog) {
    super(app);
    this.#words = app.texts.known[kind];
  }

  protected words(): SheetWords {
    return this.#words;
  }
}

/** The advertisement behind the Edits entry of the picker. */
export class EditsSheet extends Sheet {
  protected words(): SheetWords {
    const { editsTitle, editsText, install, notNow } = this.texts;
    return { title: editsTitle, text: editsText, yes: install, no: notNow };
  }
}

/** What an edit that the process did not outlive comes back as: to be gone on with, or thrown away. */
export class UnsavedDraftSheet extends KnownSheet {
  readonly #answers: Pick<SheetAnswers, 'yes' | 'no'>;

  constructor(app: Instagram, answers: Pick<SheetAnswers, 'yes' | 'no'>) {
    super(app, 'draft_dialog');
    this.#answers = answers;
  }

  protected override answers(): SheetAnswers {
    return answersAfterClosing(super.answers().close, this.#answers);
  }
}

/** A sheet that comes out of nowhere, with words no script was written for. */
export class SurpriseSheet extends Sheet {
  protected words(): SheetWords {
    return surpriseWords(this.texts);
  }
}

interface LeaveChoices {
  readonly title: string;
  readonly discard: () => void;
  readonly saveDraft: () => void;
  /** Reels only. */
  readonly startOver?: () => void;
}

/** Leaving the editor or the share page. */
export class LeaveEditorSheet extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.camera;
  readonly #choices: LeaveChoices;

  constructor(app: Instagram, choices: LeaveChoices) {
    super(app);
    this.#choices = choices;
  }

  override get isDialog(): boolean {
    return true;
  }

  view(): View {
    const { discardText, startOver, saveDraft, keepEditing, discard } = this.texts;
    const { title, discard: onDiscard, saveDraft: onSave, startOver: onStartOver } = this.#choices;
    return column(
      { width: 880, padding: [56, 0, 0, 0], look: { background: '#ffffff', radius: 48 } },
      text(title, {
        width: 'fill',
        padding: [0, 40],
        look: { size: 48, bold: true, align: 'center', color: INK },
      }),
      text(discardText, { width: 'fill', padding: [20, 60, 40, 60], look: { size: 36, align: 'center', color: GREY } }),
      onStartOver !== undefined && this.#choice(startOver, onStartOver, INK),
      this.#choice(saveDraft, onSave, BLUE),
      this.#choice(keepEditing, () => this.app.close(this), INK),
      this.#choice(discard, onDiscard, '#ed4956'),
    );
  }

  #choice(label: string, onTap: () => void, color: string): View {
    return stack(
      { clickable: true, height: 140, onTap, look: { border: '#efefef' } },
      text(label, { gravity: 'center', look: { size: 42, color } }),
    );
  }
}
