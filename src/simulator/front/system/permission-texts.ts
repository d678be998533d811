import type { Language } from '../../ports.ts';

/** What an app may ask for at run time, as the dialog groups it. */
export type PermissionGroup = 'camera' | 'microphone' | 'media' | 'notifications';

/** Android 13: own permissions for images, videos and notifications. */
const GRANULAR_MEDIA_SDK = 33;
/** Android 14: a part of the media can be allowed. */
export const PARTIAL_MEDIA_SDK = 34;
/** Android 11: "only this time", and permissions that end with the app's use. */
export const ONE_TIME_SDK = 30;

/** The permissions behind a group on this version of Android. */
export function permissionsOf(group: PermissionGroup, sdk: number): readonly string[] {
  if (group === 'camera') return ['android.permission.CAMERA'];
  if (group === 'microphone') return ['android.permission.RECORD_AUDIO'];
  if (group === 'notifications') return sdk >= GRANULAR_MEDIA_SDK ? ['android.permission.POST_NOTIFICATIONS'] : [];
  if (sdk < GRANULAR_MEDIA_SDK) return ['android.permission.READ_EXTERNAL_STORAGE'];
  return ['android.permission.READ_MEDIA_VIDEO', 'android.permission.READ_MEDIA_IMAGES'];
}

interface Wording {
  readonly message: (group: PermissionGroup, app: string, sdk: number) => string;
  readonly allow: string;
  readonly allowAll: string;
  readonly allowSelected: string;
  readonly whileUsing: string;
  readonly onlyThisTime: string;
  readonly deny: (sdk: number) => string;
}

export const PERMISSION_TEXTS: Record<Language, Wording> = {
  en: {
    message: (group, app, sdk) => {
      if (group === 'camera') return `Allow ${app} to take pictures and record video?`;
      if (group === 'microphone') return `Allow ${app} to record audio?`;
      if (group === 'notifications') return `Allow ${app} to send you notifications?`;
      if (sdk < ONE_TIME_SDK) return `Allow ${app} to access photos, media, and files on your device?`;
      if (sdk < GRANULAR_MEDIA_SDK) return `Allow ${app} to access photos and media on your device?`;
      return `Allow ${app} to access photos and videos on this device?`;
    },
    allow: 'Allow',
    allowAll: 'Allow all',
    allowSelected: 'Select photos and videos',
    whileUsing: 'While using the app',
    onlyThisTime: 'Only this time',
    deny: (sdk) => (sdk >= GRANULAR_MEDIA_SDK ? 'Don’t allow' : 'Deny'),
  },
  es: {
    message: (group, app, sdk) => {
      if (group === 'camera') return `¿Permitir que ${app} haga fotos y grabe vídeos?`;
      if (group === 'microphone') return `¿Permitir que ${app} grabe audio?`;
      if (group === 'notifications') return `¿Permitir que ${app} te envíe notificaciones?`;
      if (sdk < GRANULAR_MEDIA_SDK)
        return `¿Permitir que ${app} acceda a las fotos y al contenido multimedia de tu dispositivo?`;
      return `¿Permitir que ${app} acceda a las fotos y los vídeos de este dispositivo?`;
    },
    allow: 'Permitir',
    allowAll: 'Permitir todo',
    allowSelected: 'Seleccionar fotos y vídeos',
    whileUsing: 'Mientras se usa la aplicación',
    onlyThisTime: 'Solo esta vez',
    deny: (sdk) => (sdk >= GRANULAR_MEDIA_SDK ? 'No permitir' : 'Denegar'),
  },
};
