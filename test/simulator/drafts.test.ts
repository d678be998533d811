import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openPhones } from './support/open-phones.ts';
import {
  INSTAGRAM,
  INSTAGRAM_SHARE,
  launchIntent,
  settled,
  shareVideo,
  TIKTOK,
  TIKTOK_SHARE,
} from './support/test-phone.ts';
import type { Uia2Client } from './support/uia2-client.ts';

const id = (name: string): string => `${INSTAGRAM}:id/${name}`;

/** How each app is brought to the place where it asks about an unsaved edit, and how it is answered. */
const APPS = [
  {
    app: 'tiktok',
    packageName: TIKTOK,
    share: TIKTOK_SHARE,
    kind: 'video',
    question: 'Continue editing this post?',
    toQuestion: async (): Promise<void> => {},
    keep: 'Edit',
    forget: 'Discard',
    isEditing: async (client: Uia2Client) => await client.shows('Your Story'),
  },
  {
    app: 'instagram',
    packageName: INSTAGRAM,
    share: INSTAGRAM_SHARE,
    kind: 'reel',
    question: 'Keep editing your draft?',
    toQuestion: async (client: Uia2Client): Promise<void> => {
      await client.tapId(id('profile_tab'));
      await client.tapDescription('Create New');
      await client.tapDescription('Create new reel');
    },
    keep: 'Keep editing',
    forget: 'Start new video',
    isEditing: async (client: Uia2Client) => (await client.find('id', id('clips_right_action_button'))).status === 200,
  },
] as const;

for (const { app, packageName, share, kind, question, toQuestion, keep, forget, isEditing } of APPS) {
  describe(`an edit of ${app} that its process did not outlive`, () => {
    const open = openPhones();

    async function reopened(): Promise<Awaited<ReturnType<typeof open>>> {
      const opened = await open();
      const { phone, client } = opened;
      await shareVideo(phone, share);
      phone.front.forceStop(packageName);
      assert.deepEqual(
        phone.front.drafts().map((draft) => [draft.app, draft.account, draft.kind, draft.origin]),
        [[app, phone.front.accounts()[app][0], kind, 'unsaved']],
      );
      phone.front.startActivity(launchIntent(packageName));
      await settled();
      await toQuestion(client);
      assert.ok(await client.shows(question));
      return opened;
    }

    it('is gone when it is thrown away', async () => {
      const { phone, client } = await reopened();
      await client.tap(forget);
      assert.deepEqual(phone.front.drafts(), []);
      assert.ok(!(await isEditing(client)));
    });

    it('is open again when it is gone on with', async () => {
      const { phone, client } = await reopened();
      await client.tap(keep);
      assert.ok(await isEditing(client));
      phone.front.forceStop(packageName);
      assert.equal(phone.front.drafts().length, 1);
    });

    it('comes up once, and stays where it is when nobody answers', async () => {
      const { phone, client } = await reopened();
      await client.back();
      assert.ok(!(await client.shows(question)));
      assert.equal(phone.front.drafts().length, 1);
    });
  });
}
