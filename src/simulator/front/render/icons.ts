import { Path2D } from '@napi-rs/canvas';

/** Simple line icons on a square of 24, drawn for the rack. A `!` in front means filled. */
const PATHS: Readonly<Record<string, string>> = {
  home: 'M3,11L12,3L21,11M5.5,9.5V20.5H10V14.5H14V20.5H18.5V9.5',
  people:
    'M9,11A3.5,3.5 0 1 0 9,4A3.5,3.5 0 1 0 9,11ZM2.5,20Q2.5,13.5 9,13.5Q15.5,13.5 15.5,20M16,5A3.2,3.2 0 0 1 16,11M18,14Q21.5,15.5 21.5,20',
  person: 'M12,11.5A4,4 0 1 0 12,3.5A4,4 0 1 0 12,11.5ZM4,20.5Q4,14 12,14Q20,14 20,20.5',
  inbox: 'M3,5H21V17H14L12,20L10,17H3ZM8,11H16',
  create: 'M3,7Q3,4.5 5.5,4.5H18.5Q21,4.5 21,7V17Q21,19.5 18.5,19.5H5.5Q3,19.5 3,17ZM12,8.5V15.5M8.5,12H15.5',
  heart: 'M12,20Q3,14.5 3,8.8Q3,4.5 7.3,4.5Q10.4,4.5 12,7.3Q13.6,4.5 16.7,4.5Q21,4.5 21,8.8Q21,14.5 12,20Z',
  comment:
    'M12,4Q21,4 21,11.5Q21,19 12,19Q10.5,19 9,18.6L4.5,20.5L5.2,16.6Q3,14.6 3,11.5Q3,4 12,4ZM8,11.5v.1M12,11.5v.1M16,11.5v.1',
  share: 'M13.5,4.5L21,11L13.5,17.5V13.5Q6.5,13 3,19Q3.5,9.5 13.5,8.5Z',
  search: 'M10.5,17.5A7,7 0 1 0 10.5,3.5A7,7 0 1 0 10.5,17.5ZM15.5,15.5L21,21',
  note: 'M9,18V5L20,3V16M9,18A3,2.5 0 1 1 3,18A3,2.5 0 1 1 9,18ZM20,16A3,2.5 0 1 1 14,16A3,2.5 0 1 1 20,16Z',
  gear: 'M12,15.5A3.5,3.5 0 1 0 12,8.5A3.5,3.5 0 1 0 12,15.5ZM12,2.5V5.5M12,18.5V21.5M2.5,12H5.5M18.5,12H21.5M5.3,5.3L7.4,7.4M16.6,16.6L18.7,18.7M18.7,5.3L16.6,7.4M7.4,16.6L5.3,18.7',
  scissors: 'M20,4L8,16M8,8L20,20M6,9A3,3 0 1 0 6,3A3,3 0 1 0 6,9ZM6,21A3,3 0 1 0 6,15A3,3 0 1 0 6,21Z',
  text: 'M4,20L10.5,4L17,20M6.5,14H14.5M20,8V20',
  smile: 'M12,21A9,9 0 1 0 12,3A9,9 0 1 0 12,21ZM8.5,9.5v.1M15.5,9.5v.1M7.5,14Q12,18.5 16.5,14',
  magic:
    'M4,20L15,9M13,3L14,6L17,7L14,8L13,11L12,8L9,7L12,6ZM19,12L19.7,14.3L22,15L19.7,15.7L19,18L18.3,15.7L16,15L18.3,14.3Z',
  circles: 'M9,15A6,6 0 1 0 9,3A6,6 0 1 0 9,15ZM15,21A6,6 0 1 0 15,9A6,6 0 1 0 15,21Z',
  down: 'M5,9L12,16L19,9',
  right: 'M9,5L16,12L9,19',
  back: 'M15,4L7,12L15,20',
  close: 'M5,5L19,19M19,5L5,19',
  check: 'M4,12.5L10,18.5L20,6',
  checked: '!M12,22A10,10 0 1 0 12,2A10,10 0 1 0 12,22Z',
  circle: 'M12,21A9,9 0 1 0 12,3A9,9 0 1 0 12,21Z',
  ring: 'M12,21A9,9 0 1 0 12,3A9,9 0 1 0 12,21Z',
  add: 'M12,4V20M4,12H20',
  'add-badge': '!M12,22A10,10 0 1 0 12,2A10,10 0 1 0 12,22Z',
  'add-person': 'M10,11.5A4,4 0 1 0 10,3.5A4,4 0 1 0 10,11.5ZM2.5,20.5Q2.5,14 10,14Q14,14 16,16M19,8V14M16,11H22',
  menu: 'M3,6H21M3,12H21M3,18H21',
  grid: 'M3.5,3.5H20.5V20.5H3.5ZM9.2,3.5V20.5M14.8,3.5V20.5M3.5,9.2H20.5M3.5,14.8H20.5',
  play: 'M6,4L20,12L6,20Z',
  photos: 'M7,7H20.5V20.5H7ZM3.5,16.5V3.5H16.5',
  pin: 'M12,21.5Q5,14.5 5,9.5Q5,2.5 12,2.5Q19,2.5 19,9.5Q19,14.5 12,21.5ZM12,12A2.5,2.5 0 1 0 12,7A2.5,2.5 0 1 0 12,12Z',
  link: 'M10,14L14,10M8.5,11.5L5.5,14.5Q3,17 5,19Q7,21 9.5,18.5L12.5,15.5M11.5,8.5L14.5,5.5Q17,3 19,5Q21,7 18.5,9.5L15.5,12.5',
  globe: 'M12,21A9,9 0 1 0 12,3A9,9 0 1 0 12,21ZM3,12H21M12,3Q6.5,12 12,21M12,3Q17.5,12 12,21',
  dots: 'M5,12v.1M12,12v.1M19,12v.1',
  draft: 'M4,4H20V20H4ZM8,9H16M8,13H16M8,17H12',
  upload: 'M12,16V4M7,9L12,4L17,9M4,15V20H20V15',
  camera:
    'M7,3H17Q21,3 21,7V17Q21,21 17,21H7Q3,21 3,17V7Q3,3 7,3ZM12,16.5A4.5,4.5 0 1 0 12,7.5A4.5,4.5 0 1 0 12,16.5ZM17,7v.1',
  refresh: 'M20,11A8,8 0 1 0 18,17.5M20.5,5V11H14.5',
  bolt: 'M13.5,2.5L5,13.5H11L10,21.5L19,10H13Z',
  clock: 'M12,21A9,9 0 1 0 12,3A9,9 0 1 0 12,21ZM12,7V12L15.5,14',
  record: '!M12,20.5A8.5,8.5 0 1 0 12,3.5A8.5,8.5 0 1 0 12,20.5Z',
  lock: 'M5,11H19V21H5ZM8,11V7.5Q8,3.5 12,3.5Q16,3.5 16,7.5V11',
  leave: 'M10,3.5H4V20.5H10M9,12H21M16.5,7.5L21,12L16.5,16.5',
  reel: 'M4,3.5H20V20.5H4ZM4,8.5H20M9,3.5L11.5,8.5M14.5,3.5L17,8.5M10.5,11.8L15.5,14.5L10.5,17.2Z',
  send: 'M3,4L21.5,4L11,20.5L9.5,12ZM9.5,12L21.5,4',
  star: 'M12,3L14.8,9L21.5,9.7L16.5,14.2L18,20.8L12,17.4L6,20.8L7.5,14.2L2.5,9.7L9.2,9Z',
  eye: 'M2.5,12Q12,2 21.5,12Q12,22 2.5,12ZM12,15A3,3 0 1 0 12,9A3,3 0 1 0 12,15Z',
  volume: 'M3,9.5V14.5H7L12,19V5L7,9.5ZM16,8.5Q18.5,12 16,15.5M18.5,6Q22.5,12 18.5,18',
};

/** White strokes on top of the filled ones. */
const DETAILS: Readonly<Record<string, string>> = {
  checked: 'M7.5,12.5L10.8,15.8L16.5,8.8',
  'add-badge': 'M12,7V17M7,12H17',
};

interface Icon {
  readonly path: Path2D;
  readonly isFilled: boolean;
  readonly detail: Path2D | null;
}

const icons = new Map<string, Icon>();

/** A named icon; an unknown name is a mistake in a screen. */
export function iconOf(name: string): Icon {
  const known = icons.get(name);
  if (known !== undefined) return known;
  const drawing = PATHS[name];
  if (drawing === undefined) throw new Error(`No icon is called ${name}`);
  const detail = DETAILS[name];
  const icon = {
    path: new Path2D(drawing.replace('!', '')),
    isFilled: drawing.startsWith('!'),
    detail: detail === undefined ? null : new Path2D(detail),
  };
  icons.set(name, icon);
  return icon;
}
