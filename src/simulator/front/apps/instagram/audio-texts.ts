import type { Language } from '../../../ports.ts';

/** What Instagram says around music, its search and one's own stories. */
const en = {
  audioSearchHint: 'Search audio',
  audioForYou: 'For you',
  audioTrending: 'Trending',
  audioSaved: 'Saved',
  audioOriginal: 'Original audio',
  selectTrack: (title: string, artist: string) => `Select track ${title} by ${artist}`,
  playTrack: 'Play',
  selectAudio: 'Select',
  noAudio: (query: string) => `No results found for “${query}”`,
  audioUnavailable: 'This song is currently unavailable.',
  done: 'Done',
  cameraAudio: 'Camera audio',
  addedAudio: 'Added audio',
  useAudio: 'Use audio',
  saveAudio: 'Save audio',
  audioTitle: 'Audio',
  searchHint: 'Search',
  searchTabs: ['For you', 'Accounts', 'Audio', 'Tags', 'Places', 'Reels'],
  searchAccount: (name: string) => `${name} • 12 followers`,
  reelsCount: (count: string) => `${count} reels`,
  gallery: 'Gallery',
  record: 'Record',
  removeAudio: 'Remove audio',
  storyActivity: 'Activity',
  storyViewer: 'Your story',
  storyMore: 'More options for your story',
};

export type AudioTexts = typeof en;

const es: AudioTexts = {
  audioSearchHint: 'Buscar audio',
  audioForYou: 'Para ti',
  audioTrending: 'Tendencias',
  audioSaved: 'Guardado',
  audioOriginal: 'Audio original',
  selectTrack: (title, artist) => `Seleccionar la pista ${title} de ${artist}`,
  playTrack: 'Reproducir',
  selectAudio: 'Seleccionar',
  noAudio: (query) => `No se han encontrado resultados de «${query}»`,
  audioUnavailable: 'Esta canción no está disponible en este momento.',
  done: 'Listo',
  cameraAudio: 'Audio de la cámara',
  addedAudio: 'Audio añadido',
  useAudio: 'Usar audio',
  saveAudio: 'Guardar audio',
  audioTitle: 'Audio',
  searchHint: 'Buscar',
  searchTabs: ['Para ti', 'Cuentas', 'Audio', 'Etiquetas', 'Lugares', 'Reels'],
  searchAccount: (name) => `${name} • 12 seguidores`,
  reelsCount: (count) => `${count} reels`,
  gallery: 'Galería',
  record: 'Grabar',
  removeAudio: 'Quitar audio',
  storyActivity: 'Actividad',
  storyViewer: 'Tu historia',
  storyMore: 'Más opciones de tu historia',
};

export const AUDIO_TEXTS: Record<Language, AudioTexts> = { en, es };
