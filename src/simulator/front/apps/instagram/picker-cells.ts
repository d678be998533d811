import type { MediaRow } from '../../../ports.ts';
import { image, stack, text, type View } from '../../ui/view.ts';
import { clockTime } from '../age.ts';
import { selectionMark } from '../selection-mark.ts';
import type { Instagram } from './instagram.ts';
import { BLUE, id } from './instagram-screen.ts';

const CELL_HEIGHT = 440;

interface CellOptions {
  /** Place in the selection from 1, 0 when not selected. */
  readonly order: number;
  readonly showsOrder: boolean;
  readonly onTap: () => void;
}

/** The first cell of every gallery. */
export function openCameraCell(app: Instagram): View {
  return stack(
    {
      key: 'camera',
      height: CELL_HEIGHT,
      clickable: true,
      description: app.texts.openCamera,
      look: { background: '#25292e' },
      onTap: () => {},
    },
    image({ gravity: 'center', width: 90, height: 90, look: { icon: 'camera', color: '#ffffff' } }),
  );
}

/** One file: its description says kind, date and whether it is selected. */
export function mediaCell(app: Instagram, media: MediaRow, { order, showsOrder, onTap }: CellOptions): View {
  const date = new Date(1000 * media.dateModifiedSeconds).toLocaleString(app.language === 'es' ? 'es-ES' : 'en-US', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  // English writes "December 21, 2025 8:55 PM", without the "at" that JavaScript puts in.
  const plainDate = date.replace(/ at |, (?=\d+:)/, ' ').replace(/\u202f/g, ' ');
  const describe = media.kind === 'video' ? app.texts.videoThumbnail : app.texts.photoThumbnail;
  return stack(
    { key: String(media.id), resourceId: id('gallery_grid_item'), height: CELL_HEIGHT },
    image({
      resourceId: id('gallery_grid_item_thumbnail'),
      description: describe(plainDate, order),
      width: 'fill',
      height: 'fill',
      clickable: true,
      longClickable: true,
      selected: order > 0,
      look: { picture: media.sha256 },
      onTap,
    }),
    media.durationMs !== null &&
      text(clockTime(media.durationMs).replace(/^0/, ''), {
        resourceId: id('gallery_grid_item_label'),
        gravity: 'bottom-right',
        padding: 14,
        look: { size: 32, color: '#ffffff', bold: true },
      }),
    showsOrder && badge(order),
  );
}

function badge(order: number): View {
  return stack(
    {
      resourceId: id('gallery_grid_item_selection_circle'),
      width: 64,
      height: 64,
      gravity: 'top-right',
      offset: [-16, 16],
    },
    selectionMark(order, BLUE),
  );
}
