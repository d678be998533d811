/** A track as Instagram lists it. All names are made up. */
export interface Track {
  readonly title: string;
  readonly artist: string;
  readonly seconds: number;
  readonly reels: string;
  /** False: listed, but not to be had. */
  readonly isAvailable: boolean;
}

const track = (title: string, artist: string, seconds: number): Track => ({
  title,
  artist,
  seconds,
  reels: `${seconds}.${title.length % 10}K`,
  isAvailable: artist !== GONE,
});

const GONE = 'The Unlicensed';

const CATALOGUE: readonly Track[] = [
  track('Tide Tables', 'Oak & Ferry', 58),
  track('Slow Sunday', 'Mira Tal', 45),
  track('Kitchen Radio', 'The Quiet Hours', 30),
  track('Verano en el muelle', 'Los del Muelle', 60),
  track('Paper Boats', 'Lumen Park', 59),
  track('Night Bus Home', 'Mira Tal', 27),
  track('Slow Sunday (sped up)', 'dj placeholder', 22),
  track('Canción del río', 'Coro de Prueba', 60),
  track('Rain on Tin', GONE, 60),
  track('Select', 'Done & Share', 15),
];

/** What the app proposes, its best guess first. */
export function proposedTracks(): readonly Track[] {
  return CATALOGUE.slice(0, 6);
}

/** Tracks in whose title or artist every word of the query occurs, accents and case aside. */
export function findTracks(query: string): readonly Track[] {
  const words = plain(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  return CATALOGUE.filter(({ title, artist }) => words.every((word) => plain(`${title} ${artist}`).includes(word)));
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
