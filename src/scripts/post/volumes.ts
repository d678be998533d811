import type { SoundPlan } from '../script.ts';
import type { AppScreen } from './app-screen.ts';

/**
 * In the editor: sets the volumes that a plan names by the app's sliders, and leaves the others alone.
 * @param setOrigin the flow that sets the slider of the video's own sound, which the apps call by different names.
 * @throws SLIDER_NOT_SET when a slider does not take its value.
 */
export async function setVolumes(
  app: AppScreen,
  { originVolume, addedVolume }: SoundPlan,
  setOrigin: 'set-original-volume' | 'set-camera-volume',
): Promise<void> {
  if (originVolume === null && addedVolume === null) return;
  await app.run('open-volumes');
  if (originVolume !== null) await app.run(setOrigin, { volume: String(originVolume) });
  if (addedVolume !== null) await app.run('set-added-volume', { volume: String(addedVolume) });
  await app.run('close-volumes');
}
