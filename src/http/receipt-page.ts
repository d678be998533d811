import type { Receipt, ReceiptLanguage } from '../contract/receipt.ts';
import { RECEIPT_WORDS, type ReceiptWords } from './receipt-words.ts';

export interface ReceiptPageOptions {
  readonly language: ReceiptLanguage;
  /** Times are told in it, with its name. */
  readonly timeZone: string;
  /** A PNG. */
  readonly screenshot: Buffer | null;
  /** JPEGs, by the SHA-256 of what they show. */
  readonly thumbnails: ReadonlyMap<string, Buffer>;
}

const PLATFORM_NAMES = { tiktok: 'TikTok', instagram: 'Instagram' } as const;

/**
 * A receipt as one file that needs nothing else: no script, no address, its pictures inside. What comes from people or
 * phones (captions, names, notes) is only ever text in it.
 */
export function receiptPage(receipt: Receipt, options: ReceiptPageOptions): string {
  const { language } = options;
  const words = RECEIPT_WORDS[language];
  const heading = `${words.titles[receipt.kind]} ${receipt.task_id}`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escaped(heading)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(heading)}</h1>
<p>${escaped(words.proofs[receipt.proof])}</p>
<div class="sides">
<section>
${facts(receipt, options, words)}
${texts(receipt, words)}
${media(receipt, options, words)}
</section>
${proof(options.screenshot, words)}
</div>
<footer>${escaped(words.madeBy)}</footer>
</main>
</body>
</html>
`;
}

type Fact = readonly [name: string, value: string | null];

function facts(receipt: Receipt, options: ReceiptPageOptions, words: ReceiptWords): string {
  const { phone, app, settled, values } = receipt;
  const at = (time: string | null): string | null => (time === null ? null : moment(time, options));
  const android = phone.android_version === null ? null : `Android ${phone.android_version}`;
  const isSaid = receipt.proof === 'said' && settled !== null;
  const rows: readonly Fact[] = [
    [words.account, receipt.account === null ? null : `@${receipt.account}`],
    [words.app, appName(receipt.platform, app)],
    [words.phone, joined(phone.name, phone.model, android, phone.serial)],
    [words.script, receipt.kind === 'custom' ? receipt.script_name : null],
    [words.sent, at(receipt.committed_at)],
    [words.seen, at(receipt.seen_at)],
    [words.finished, receipt.seen_at === null ? at(receipt.finished_at) : null],
    [isSaid ? words.said(settled.by) : '', isSaid ? moment(settled.at, options) : null],
    [words.note, isSaid ? settled.note : null],
    [words.link, receipt.post_url],
    [words.attempts, number(receipt.attempts, options)],
    [words.task, String(receipt.task_id)],
    ...Object.entries(values ?? {}).map(([name, value]): Fact => [`${words.values}: ${name}`, value ?? '–']),
  ];
  const lines = rows.map(([name, value]) =>
    value === null ? '' : `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>\n`,
  );
  return `<dl>\n${lines.join('')}</dl>`;
}

function texts({ kind, title, caption }: Receipt, words: ReceiptWords): string {
  if (kind === 'custom') return '';
  const titleText = title === null ? '' : `<h2>${escaped(words.title)}</h2>\n<p class="text">${escaped(title)}</p>\n`;
  const text = caption === '' ? `<p>${escaped(words.noCaption)}</p>` : `<p class="text">${escaped(caption)}</p>`;
  return `${titleText}<h2>${escaped(words.caption)}</h2>\n${text}`;
}

function media({ materials }: Receipt, options: ReceiptPageOptions, words: ReceiptWords): string {
  if (materials.length === 0) return '';
  const rows = materials.map(({ sha256, name, size_bytes: bytes }) => {
    const thumbnail = options.thumbnails.get(sha256);
    const alt = words.thumbnailOf(name);
    const image = thumbnail === undefined ? '' : picture(thumbnail, { type: 'image/jpeg', alt, height: 72 });
    const size = number(bytes, options);
    return `<tr><td>${image}</td><td>${escaped(name)}<br><code>${sha256}</code></td><td>${size} B</td></tr>`;
  });
  const head = `<tr><td></td><th scope="col">${escaped(words.file)}, SHA-256</th><th scope="col">${escaped(words.size)}</th></tr>`;
  return `<h2>${escaped(words.media)}</h2>\n<table>\n<thead>${head}</thead>\n<tbody>${rows.join('\n')}</tbody>\n</table>`;
}

function proof(screenshot: Buffer | null, words: ReceiptWords): string {
  const image =
    screenshot === null
      ? `<p>${escaped(words.noScreenshot)}</p>`
      : picture(screenshot, { type: 'image/png', alt: words.screenshot, height: 640 });
  return `<figure>${image}</figure>`;
}

interface PictureOptions {
  readonly type: string;
  readonly alt: string;
  readonly height: number;
}

function picture(bytes: Buffer, { type, alt, height }: PictureOptions): string {
  return `<img alt="${escaped(alt)}" height="${height}" src="data:${type};base64,${bytes.toString('base64')}">`;
}

function appName(platform: Receipt['platform'], app: Receipt['app']): string | null {
  const name = platform === null ? (app?.id ?? null) : PLATFORM_NAMES[platform];
  return name === null ? null : joined(name, app?.version ?? null);
}

function joined(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ');
}

function moment(time: string, { language, timeZone }: ReceiptPageOptions): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'long', timeZone });
  return format.format(new Date(time));
}

function number(value: number, { language }: ReceiptPageOptions): string {
  return new Intl.NumberFormat(language).format(value);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Fit for the text of an element and for a quoted attribute. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}

const STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #1a1b1e; font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 860px; margin: 0 auto; padding: 24px 16px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 15px; margin: 20px 0 4px; }
.sides { display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start; }
section { flex: 1 1 360px; min-width: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 12px 0; }
dt { color: #5c5f66; }
dd { margin: 0; overflow-wrap: anywhere; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
figure { margin: 12px 0; }
figure img { max-width: 100%; height: auto; max-height: 640px; border: 1px solid #ced4da; border-radius: 8px; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; }
td, th { padding: 4px 8px 4px 0; vertical-align: top; overflow-wrap: anywhere; }
code { font-size: 11px; color: #5c5f66; }
footer { margin-top: 24px; color: #5c5f66; font-size: 13px; }
@media print { main { padding: 0; } figure, table, dl { break-inside: avoid; } figure img { max-height: 16cm; } }
`;
