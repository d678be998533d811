import type { DoneReceipt, Plan, PostPlan, Receipt } from '../scripts/script.ts';

/** What a completed task keeps of its attempt; the result of the API without its links. */
export function describeResult(plan: Plan, receipt: Receipt<Plan>): object {
  if (receipt.outcome === 'done') return customResult(receipt);
  if (plan.kind === 'custom') throw new TypeError('a custom script ended with the receipt of a post');
  return postResult(plan, receipt);
}

/** Of a task that an operator says was published; nobody else has seen it. */
export function describeSettled(plan: Plan, account: string): object {
  const unseen = { published_at: null, screenshot: null };
  if (plan.kind === 'custom') return { values: {}, script_version: plan.version, ...unseen };
  const { caption, title, materials } = plan;
  const sha256s = materials.map((material) => material.sha256);
  return { rehearsal: false, post_url: null, caption, title, materials: sha256s, account, ...unseen };
}

function postResult(plan: PostPlan, receipt: Receipt): object {
  const isPublished = receipt.outcome === 'published';
  return {
    rehearsal: !isPublished,
    published_at: isPublished ? receipt.seenAt.toISOString() : null,
    post_url: isPublished ? receipt.postUrl : null,
    caption: plan.caption,
    title: plan.title,
    materials: plan.materials.map((material) => material.sha256),
    account: receipt.account,
    screenshot: receipt.screenshot,
  };
}

function customResult({ values, version, seenAt, screenshot }: DoneReceipt): object {
  return { values, script_version: version, published_at: seenAt?.toISOString() ?? null, screenshot };
}
