import type { FastifyReply } from 'fastify';

import type { Receipt, ReceiptLanguage } from '../contract/receipt.ts';
import { readProof } from '../tasks/receipt.ts';
import type { HttpParts } from './parts.ts';
import { receiptPage } from './receipt-page.ts';

interface SendReceiptParts extends Pick<HttpParts, 'tasks' | 'materials' | 'evidenceDirectory'> {
  readonly language: ReceiptLanguage;
}

/** Sends a receipt as a file to keep; opened from here instead, it can do nothing as a page of ours. */
export async function sendReceipt(reply: FastifyReply, receipt: Receipt, parts: SendReceiptParts): Promise<void> {
  const { tasks, evidenceDirectory, language } = parts;
  const page = receiptPage(receipt, {
    language,
    timeZone: tasks.timeZone,
    screenshot: await readProof(tasks.db, receipt.task_id, evidenceDirectory),
    thumbnails: await thumbnailsOf(receipt, parts),
  });
  reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox")
    .header('content-disposition', `attachment; filename="postwright-receipt-${receipt.task_id}.html"`);
  await reply.send(page);
}

async function thumbnailsOf({ materials: shown }: Receipt, { materials }: SendReceiptParts) {
  const pictures = new Map<string, Buffer>();
  for (const { sha256, thumbnail_url: url } of shown) {
    if (url === null) continue;
    // A receipt without one of its pictures is a receipt.
    const picture = await thumbnailOf(materials, sha256).catch(() => undefined);
    if (picture !== undefined) pictures.set(sha256, picture);
  }
  return pictures;
}

async function thumbnailOf({ library, thumbnails }: SendReceiptParts['materials'], sha256: string): Promise<Buffer> {
  return await thumbnails.of(await library.find(sha256));
}
