/** Runtime permissions: which exist on which Android, which apps ask for, and which a rack phone's owner has granted. */

/** First API level at which a permission exists; those that are not listed have always been there. */
const SINCE: Readonly<Record<string, number>> = {
  'android.permission.POST_NOTIFICATIONS': 33,
  'android.permission.READ_MEDIA_IMAGES': 33,
  'android.permission.READ_MEDIA_VIDEO': 33,
  'android.permission.READ_MEDIA_AUDIO': 33,
  'android.permission.READ_MEDIA_VISUAL_USER_SELECTED': 34,
  'android.permission.ACCESS_MEDIA_LOCATION': 29,
};

/** Asked for while an app runs, so that they can be granted and taken away. */
const RUNTIME: ReadonlySet<string> = new Set([
  ...Object.keys(SINCE),
  'android.permission.ACCESS_COARSE_LOCATION',
  'android.permission.ACCESS_FINE_LOCATION',
  'android.permission.CAMERA',
  'android.permission.READ_CONTACTS',
  'android.permission.READ_EXTERNAL_STORAGE',
  'android.permission.RECORD_AUDIO',
  'android.permission.WRITE_EXTERNAL_STORAGE',
]);

const INSTALL_TIME: ReadonlySet<string> = new Set([
  'android.permission.ACCESS_NETWORK_STATE',
  'android.permission.FOREGROUND_SERVICE',
  'android.permission.INTERNET',
  'android.permission.VIBRATE',
  'android.permission.WAKE_LOCK',
]);

const PUBLISHING_APP = [...RUNTIME, ...INSTALL_TIME];

/** What the apps that stand on a phone from the start ask for. */
export const APP_PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  'com.instagram.android': PUBLISHING_APP,
  'com.zhiliaoapp.musically': PUBLISHING_APP,
};

export function isKnownPermission(permission: string, sdk: number): boolean {
  return permission.startsWith('android.permission.') && (SINCE[permission] ?? 0) <= sdk;
}

export function canBeGranted(permission: string, sdk: number): boolean {
  return RUNTIME.has(permission) && isKnownPermission(permission, sdk);
}

/** What lets a publishing app work without asking: camera, sound, media and, from Android 13 on, notifications. */
export function defaultGrants(sdk: number): readonly string[] {
  const media =
    sdk >= 33
      ? ['READ_MEDIA_IMAGES', 'READ_MEDIA_VIDEO', 'POST_NOTIFICATIONS']
      : ['READ_EXTERNAL_STORAGE', 'WRITE_EXTERNAL_STORAGE'];
  return ['CAMERA', 'RECORD_AUDIO', ...media].map((name) => `android.permission.${name}`);
}
