import type { Receipt, ReceiptLanguage } from '../contract/receipt.ts';

export interface ReceiptWords {
  readonly titles: Readonly<Record<Receipt['kind'], string>>;
  readonly proofs: Readonly<Record<Receipt['proof'], string>>;
  readonly said: (by: string | null) => string;
  readonly account: string;
  readonly app: string;
  readonly phone: string;
  readonly sent: string;
  readonly seen: string;
  readonly finished: string;
  readonly link: string;
  readonly title: string;
  readonly caption: string;
  readonly noCaption: string;
  readonly media: string;
  readonly file: string;
  readonly size: string;
  readonly attempts: string;
  readonly task: string;
  readonly script: string;
  readonly values: string;
  readonly note: string;
  readonly screenshot: string;
  readonly noScreenshot: string;
  readonly thumbnailOf: (name: string) => string;
  readonly madeBy: string;
}

/** The words of a receipt as a file, which is sent to people who know nothing of the console. */
export const RECEIPT_WORDS: Readonly<Record<ReceiptLanguage, ReceiptWords>> = Object.freeze({
  en: {
    titles: { post: 'Receipt of publication', rehearsal: 'Receipt of a rehearsal', custom: 'Receipt of a task' },
    proofs: {
      seen: 'The post was seen on the profile after it was published.',
      said: 'A person has confirmed that the post is on the profile; it was not seen by the server.',
      none: 'Nothing was published, or nobody has looked for it.',
    },
    said: (by) => (by === null ? 'Confirmed by a person' : `Confirmed by ${by}`),
    account: 'Account',
    app: 'App',
    phone: 'Phone',
    sent: 'Sent',
    seen: 'Seen on the profile',
    finished: 'Finished',
    link: 'Link',
    title: 'Title',
    caption: 'Caption',
    noCaption: 'Without a caption',
    media: 'Media',
    file: 'File',
    size: 'Size',
    attempts: 'Attempts',
    task: 'Task',
    script: 'Script',
    values: 'What was read',
    note: 'Note',
    screenshot: 'Screenshot',
    noScreenshot: 'The screenshot is kept no longer.',
    thumbnailOf: (name) => `Small picture of ${name}`,
    madeBy: 'Made by Postwright',
  },
  es: {
    titles: {
      post: 'Comprobante de publicación',
      rehearsal: 'Comprobante de un ensayo',
      custom: 'Comprobante de una tarea',
    },
    proofs: {
      seen: 'La publicación se vio en el perfil después de publicarse.',
      said: 'Una persona ha confirmado que la publicación está en el perfil; el servidor no la vio.',
      none: 'No se publicó nada, o nadie lo ha comprobado.',
    },
    said: (by) => (by === null ? 'Confirmado por una persona' : `Confirmado por ${by}`),
    account: 'Cuenta',
    app: 'Aplicación',
    phone: 'Teléfono',
    sent: 'Enviada',
    seen: 'Vista en el perfil',
    finished: 'Terminada',
    link: 'Enlace',
    title: 'Título',
    caption: 'Texto',
    noCaption: 'Sin texto',
    media: 'Archivos',
    file: 'Archivo',
    size: 'Tamaño',
    attempts: 'Intentos',
    task: 'Tarea',
    script: 'Script',
    values: 'Lo que se leyó',
    note: 'Nota',
    screenshot: 'Captura de pantalla',
    noScreenshot: 'La captura de pantalla ya no se conserva.',
    thumbnailOf: (name) => `Miniatura de ${name}`,
    madeBy: 'Hecho por Postwright',
  },
});
