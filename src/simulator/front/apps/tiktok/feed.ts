import type { Language } from '../../../ports.ts';

/** Other people's videos in the feed: made-up names, and captions with words that also stand on buttons. */
export interface FeedItem {
  readonly author: string;
  readonly caption: string;
  readonly likes: number;
  readonly comments: number;
  readonly shares: number;
}

const CAPTIONS: Record<Language, readonly string[]> = {
  en: [
    'Posted this from the very top of the hill #sunrise',
    'Next stop: the sea. Who is coming? #vanlife',
    'Share this with someone who needs soup today',
    'My profile of the quietest street in town',
    'Home made pasta, take two #cooking',
    'Close enough to a perfect circle #pottery',
  ],
  es: [
    'Publicado desde lo más alto de la colina #amanecer',
    'Siguiente parada: el mar. ¿Quién viene? #furgoneta',
    'Compartir es vivir, sobre todo si hay sopa',
    'El perfil más tranquilo de la ciudad',
    'Pasta hecha en casa, segundo intento #cocina',
    'Cerrar el círculo casi perfecto #cerámica',
  ],
};

const AUTHORS = ['mirador.oak', 'tideandtyre', 'soupseason', 'quietstreets', 'flourhands', 'wheelthrown'];

/** The feed's item at a position; it never ends. */
export function feedItem(position: number, language: Language): FeedItem {
  const index = position % AUTHORS.length;
  return {
    author: AUTHORS[index] ?? 'someone',
    caption: CAPTIONS[language][index] ?? '',
    likes: 1200 + 317 * position,
    comments: 48 + 13 * position,
    shares: 20 + 7 * position,
  };
}
