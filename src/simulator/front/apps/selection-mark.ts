import { image, text, type View } from '../ui/view.ts';

/** The circle on a picker's cell: its place in the selection, from 1, in the app's `color`; an empty ring for 0. */
export function selectionMark(order: number, color: string): View {
  if (order === 0) return image({ gravity: 'center', width: 60, height: 60, look: { icon: 'ring', color: '#ffffff' } });
  return text(String(order), {
    gravity: 'center',
    width: 60,
    height: 60,
    padding: [8, 0],
    look: { background: color, radius: 30, color: '#ffffff', size: 34, align: 'center', bold: true },
  });
}
