import { column, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { MainTab } from './main.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, INK } from './tiktok-screen.ts';

/** The banner goes by itself. */
const BANNER_MS = 12_000;

/** The little picture with the percentage while a post goes up, and the banner after it (facts 4.6). */
export function uploadBadge(app: TikTok, tab: MainTab): View | null {
  const { upload } = app;
  if (tab !== 'home' || upload === null || upload.state === 'aborted') return null;
  if (upload.state === 'done') {
    if (app.machine.time.now().getTime() - (upload.endedAt?.getTime() ?? 0) > BANNER_MS) return null;
    return banner(app, uploadedWords(app), { label: app.texts.view, onTap: () => openPosted(app) });
  }
  if (upload.state === 'failed') {
    return banner(app, app.texts.failed, { label: app.texts.retry, onTap: () => app.retryUpload() });
  }
  return progress(app, upload.percent);
}

function uploadedWords(app: TikTok): string {
  const kind = app.upload?.submission.kind;
  return kind === 'story' ? app.texts.storyUploaded : app.texts.uploaded(kind !== 'images');
}

function openPosted(app: TikTok): void {
  app.clearUpload();
  app.main?.select('profile');
}

function thumbnail(app: TikTok): string {
  return app.upload?.submission.media[0]?.sha256 ?? '';
}

function progress(app: TikTok, percent: number): View {
  return stack(
    { key: 'upload', width: 170, height: 230, offset: [24, STATUS_BAR_UNITS + 150] },
    image({ width: 'fill', height: 'fill', look: { picture: thumbnail(app), radius: 12 } }),
    column(
      { height: 'fill', look: { background: '#00000077', radius: 12 } },
      stack(
        { weight: 1 },
        text(`${percent}%`, { gravity: 'center', look: { size: 40, bold: true, color: '#ffffff' } }),
      ),
    ),
  );
}

function banner(app: TikTok, words: string, action: { label: string; onTap: () => void }): View {
  return row(
    {
      key: 'banner',
      clickable: true,
      onTap: action.onTap,
      width: 1032,
      height: 180,
      gravity: 'top',
      offset: [0, STATUS_BAR_UNITS + 16],
      padding: [20, 24],
      gap: 24,
      look: { background: '#ffffff', border: '#e3e3e4', radius: 20 },
    },
    image({ width: 100, height: 140, look: { picture: thumbnail(app), radius: 8 } }),
    text(words, { weight: 1, look: { size: 38, color: INK } }),
    stack(
      { width: 'wrap', height: 100, padding: [0, 20], clickable: true, onTap: action.onTap },
      text(action.label, { gravity: 'center', look: { size: 38, bold: true, color: ACCENT } }),
    ),
  );
}
