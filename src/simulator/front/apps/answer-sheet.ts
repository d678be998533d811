import { button, column, iconButton, type Look, type Props, row, stack, text, type View } from '../ui/view.ts';

export interface SheetWords {
  readonly title: string;
  /** Empty when the title says it all. */
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

interface SheetStyle {
  readonly sheet: Props;
  readonly ink: string;
  readonly grey: string;
  /** The cross at the top. */
  readonly cross: Props;
  readonly yes: Look;
  readonly no: Look;
  /** Resource ids of the two answers, where an app gives them any. */
  readonly ids?: { readonly yes: string; readonly no: string };
}

export interface SheetAnswers {
  readonly close: () => void;
  readonly yes: () => void;
  readonly no: () => void;
}

/** Answers that close the sheet first and then do something. */
export function answersAfterClosing(close: () => void, { yes, no }: Pick<SheetAnswers, 'yes' | 'no'>): SheetAnswers {
  const after = (work: () => void) => (): void => {
    close();
    work();
  };
  return { close, yes: after(yes), no: after(no) };
}

/** A bottom sheet with a title and two answers. */
export function answerSheet(words: SheetWords, style: SheetStyle, { close, yes, no }: SheetAnswers): View {
  const { ink, grey } = style;
  return column(
    {
      gravity: 'bottom',
      gap: 30,
      look: { background: '#ffffff', radius: 48, isSheet: true },
      ...style.sheet,
    },
    row({ height: 90 }, stack({ weight: 1 }), iconButton('close', close, { ...style.cross, look: { color: ink } })),
    text(words.title, { width: 'fill', look: { size: 50, bold: true, align: 'center', color: ink } }),
    words.text !== '' && text(words.text, { width: 'fill', look: { size: 38, align: 'center', color: grey } }),
    button(words.yes, yes, { resourceId: style.ids?.yes, width: 'fill', look: style.yes }),
    button(words.no, no, { resourceId: style.ids?.no, width: 'fill', look: style.no }),
  );
}

interface SurpriseTexts {
  readonly surpriseTitle: string;
  readonly surpriseText: string;
  readonly surpriseYes: string;
  readonly surpriseNo: string;
}

/** The words of the sheet that no script can have been written for. */
export function surpriseWords(texts: SurpriseTexts): SheetWords {
  return { title: texts.surpriseTitle, text: texts.surpriseText, yes: texts.surpriseYes, no: texts.surpriseNo };
}
