import { blank, column, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import type { Instagram } from './instagram.ts';
import { GREY, INK, id, LINE } from './instagram-screen.ts';

/** The row and the snackbar go by themselves (facts 4.11: seconds to a minute). */
const SHOWN_AFTER_END_MS = 30_000;

function isShown(app: Instagram): boolean {
  const { upload } = app;
  if (upload === null || upload.state === 'aborted') return false;
  if (upload.state !== 'done' || upload.endedAt === null) return true;
  return app.machine.time.now().getTime() - upload.endedAt.getTime() < SHOWN_AFTER_END_MS;
}

function progressBar(percent: number, width: number): View {
  return blank({
    className: 'android.widget.ProgressBar',
    resourceId: id('progress_bar'),
    text: `${percent}.0`,
    width,
    height: 10,
    look: { background: LINE, progress: percent / 100, color: '#0095f6', radius: 5, size: 1 },
  });
}

/** On the feed: the post on its way, its end, or its failure. */
export function pendingRow(app: Instagram): View | null {
  const { upload } = app;
  if (upload === null || !isShown(app)) return null;
  const { submission, account, state, percent } = upload;
  const picture = submission.media[0];
  return row(
    {
      key: 'pending',
      resourceId: id('row_pending_container'),
      height: 190,
      padding: [20, 40],
      gap: 30,
      look: { border: LINE },
    },
    image({
      resourceId: id('row_pending_media_imageview'),
      width: 110,
      height: 140,
      look: { picture: picture?.sha256 ?? '', radius: 12 },
    }),
    column(
      { weight: 1, gap: 12 },
      ...words(app, state, { handle: account.handle, isVideo: picture?.kind === 'video' }),
      state === 'uploading' && progressBar(percent, 640),
    ),
    ...buttons(app, state),
  );
}

type Upload = NonNullable<Instagram['upload']>;

function words(app: Instagram, state: Upload['state'], post: { handle: string; isVideo: boolean }): View[] {
  const status = (content: string): View =>
    text(content, { resourceId: id('row_pending_media_status_textview'), look: { size: 38, bold: true, color: INK } });
  const small = (content: string): View => text(content, { look: { size: 33, color: GREY } });
  if (state === 'failed') return [status(app.texts.cantPost(post.isVideo))];
  if (state === 'done') return [status(app.postedWords), small(app.texts.sendToFriends)];
  return [
    text(app.texts.postingTo(post.handle), { look: { size: 38, bold: true, color: INK } }),
    small(app.texts.keepOpen),
  ];
}

function buttons(app: Instagram, state: Upload['state']): View[] {
  if (state !== 'failed') return [];
  const common = { width: 110, height: 110, padding: 26, look: { color: INK } };
  return [
    iconButton('refresh', () => app.retryUpload(), {
      ...common,
      resourceId: id('row_pending_media_retry_button'),
      description: app.texts.retry,
    }),
    iconButton('close', () => app.discardUpload(), {
      ...common,
      resourceId: id('row_pending_media_discard_button'),
      description: app.texts.discardRow,
    }),
  ];
}

/** On the Reels tab: the same as a bar at the bottom. */
export function uploadSnackbar(app: Instagram): View | null {
  const { upload } = app;
  if (upload === null || !isShown(app)) return null;
  const { state, percent, submission } = upload;
  const said = {
    uploading: app.texts.sharingReel,
    done: app.texts.donePosting,
    failed: app.texts.cantPost(submission.media[0]?.kind === 'video'),
    aborted: '',
  }[state];
  return column(
    {
      key: 'snackbar',
      resourceId: id('upload_snackbar_container'),
      gravity: 'bottom',
      padding: 36,
      gap: 20,
      look: { background: '#262a2e' },
    },
    row(
      { gap: 24 },
      text(said, { resourceId: id('status_text'), weight: 1, look: { size: 38, color: '#ffffff' } }),
      state === 'done' &&
        stack(
          { width: 'wrap', padding: [16, 24], clickable: true, onTap: () => {} },
          text(app.texts.send, { look: { size: 38, bold: true, color: '#4cb5f9' } }),
        ),
      ...buttons(app, state),
    ),
    state === 'uploading' && progressBar(percent, 1008),
  );
}
