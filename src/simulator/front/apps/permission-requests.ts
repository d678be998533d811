import { PermissionDialog } from '../system/permission-dialog.ts';
import { type PermissionGroup, permissionsOf } from '../system/permission-texts.ts';
import { SelectedMediaPicker } from '../system/selected-media-picker.ts';
import type { MediaApp } from './media-app.ts';

/** Asks for each permission group that is missing, one dialog after the other, then goes on whatever the answers. */
export function withPermissions(app: MediaApp, groups: readonly PermissionGroup[], then: () => void): void {
  const [group, ...rest] = groups;
  if (group === undefined) then();
  else if (holds(app, group)) withPermissions(app, rest, then);
  else askPermission(app, group, () => withPermissions(app, rest, then));
}

/** Shows the system's dialog, held permission or not, and goes on after any answer. */
export function askPermission(app: MediaApp, group: PermissionGroup, then: () => void): void {
  const dialog = new PermissionDialog({
    machine: app.machine,
    app,
    group,
    answered: (answer) => {
      app.close(dialog);
      if (answer === 'selected') pickSelected(app, then);
      else then();
    },
  });
  app.push(dialog);
}

function holds({ media, machine, packageName }: MediaApp, group: PermissionGroup): boolean {
  if (group === 'media') return media.hasAnyAccess;
  const { packages, sdk } = machine;
  return permissionsOf(group, sdk).every((permission) => packages.hasPermission(packageName, permission));
}

function pickSelected(app: MediaApp, then: () => void): void {
  const picker = new SelectedMediaPicker(app.machine, (rows) => {
    app.close(picker);
    app.media.select(rows);
    then();
  });
  app.push(picker);
}
