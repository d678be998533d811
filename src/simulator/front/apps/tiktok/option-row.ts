import { image, row, text, type View } from '../../ui/view.ts';
import { GREY, INK } from './tiktok-screen.ts';

interface OptionRow {
  readonly icon: string;
  readonly label: string;
  readonly description?: string | undefined;
  readonly onTap: () => void;
}

/** A line of the post page that leads to something. */
export function optionRow({ icon, label, description, onTap }: OptionRow): View {
  return row(
    { clickable: true, height: 140, padding: [0, 40], gap: 30, description, onTap },
    image({ width: 56, height: 56, look: { icon, color: INK } }),
    text(label, { weight: 1, look: { size: 40, color: INK } }),
    image({ width: 40, height: 40, look: { icon: 'right', color: GREY } }),
  );
}
