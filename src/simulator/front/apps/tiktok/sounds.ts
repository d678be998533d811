/** A sound as TikTok lists it. All names are made up. */
export interface Sound {
  /** As it ends the address of the sound's page. */
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly seconds: number;
  readonly videos: string;
  /** False: listed, but not to be had in this region any more. */
  readonly isAvailable: boolean;
}

const sound = (number: number, title: string, artist: string, seconds: number): Sound => ({
  id: `70123456789012340${String(number).padStart(2, '0')}`,
  title,
  artist,
  seconds,
  videos: `${number * 3 + 1}.${number}K`,
  isAvailable: artist !== GONE,
});

const GONE = 'The Unlicensed';

const CATALOGUE: readonly Sound[] = [
  sound(1, 'Harbour Lights', 'Oak & Ferry', 60),
  sound(2, 'Slow Sunday', 'Mira Tal', 45),
  sound(3, 'Kitchen Radio', 'The Quiet Hours', 30),
  sound(4, 'Paper Boats', 'Lumen Park', 59),
  sound(5, 'Azúcar y sal', 'Los del Muelle', 60),
  sound(6, 'Night Bus Home', 'Mira Tal', 27),
  sound(7, 'Slow Sunday (sped up)', 'dj placeholder', 22),
  sound(8, 'Rain on Tin', GONE, 60),
  sound(9, 'Canción del río', 'Coro de Prueba', 60),
  sound(10, 'Close', 'Next & Post', 15),
];

/** What the app proposes, the first one best. */
export function suggestedSounds(): readonly Sound[] {
  return CATALOGUE.filter((entry) => entry.isAvailable).slice(0, 6);
}

/** Sounds in whose title or artist every word of the query occurs, accents and case aside. */
export function findSounds(query: string): readonly Sound[] {
  const words = plain(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  return CATALOGUE.filter(({ title, artist }) => words.every((word) => plain(`${title} ${artist}`).includes(word)));
}

/** The sound of a page: `https://www.tiktok.com/music/Slow-Sunday-7012345678901234002`. */
export function soundOfAddress(address: string): Sound | null {
  const [, id] = /\/music\/(?:[^/?#]*-)?(\d+)\/?(?:[?#]|$)/.exec(address) ?? [];
  return CATALOGUE.find((entry) => entry.id === id) ?? null;
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
