import type { Intent, MediaRow, PhoneMachine } from '../../ports.ts';
import { PARTIAL_MEDIA_SDK, permissionsOf } from '../system/permission-texts.ts';

const FLAG_GRANT_READ_URI_PERMISSION = 0x1;
const EXTRA_STREAM = 'android.intent.extra.STREAM';

/** What one app on one phone may read of the media on it. */
export class MediaAccess {
  readonly #machine: PhoneMachine;
  readonly #packageName: string;
  /** Ids chosen under "Select photos and videos"; null when that was never the answer. */
  #selected: ReadonlySet<number> | null = null;

  constructor(machine: PhoneMachine, packageName: string) {
    this.#machine = machine;
    this.#packageName = packageName;
  }

  /** Some of the media can be seen, so the app need not ask again. */
  get hasAnyAccess(): boolean {
    return this.#selected !== null || this.#permittedKinds().length > 0;
  }

  select(rows: readonly MediaRow[]): void {
    if (this.#machine.sdk >= PARTIAL_MEDIA_SDK) this.#selected = new Set(rows.map((row) => row.id));
  }

  /** What the app's own picker can show, newest first: rows whose files are still there. */
  visible(kind: 'video' | 'image' | 'any'): readonly MediaRow[] {
    const kinds = this.#permittedKinds();
    return this.#machine.media
      .list(kind)
      .filter((row) => kinds.includes(row.kind) || this.#selected?.has(row.id) === true)
      .filter((row) => this.#machine.media.isReadable(row));
  }

  /**
   * The media of a SEND intent, or null when the app cannot read it: the flag grants the intent's data URI only, never
   * EXTRA_STREAM by itself (facts 3.4), and apps open EXTRA_STREAM.
   */
  ofIntent(intent: Intent): MediaRow | null {
    const stream = intent.extras.get(EXTRA_STREAM);
    if (typeof stream !== 'string') return null;
    const row = this.#machine.media.byUri(stream);
    if (row === null || !this.#machine.media.isReadable(row)) return null;
    const isGranted = (intent.flags & FLAG_GRANT_READ_URI_PERMISSION) !== 0 && intent.data === stream;
    const isPermitted = this.#permittedKinds().includes(row.kind) || this.#selected?.has(row.id) === true;
    return isGranted || isPermitted ? row : null;
  }

  #permittedKinds(): readonly MediaRow['kind'][] {
    const { packages, sdk } = this.#machine;
    const [video, image = video] = permissionsOf('media', sdk);
    const holds = (permission: string | undefined): boolean =>
      permission !== undefined && packages.hasPermission(this.#packageName, permission);
    return [...(holds(video) ? ['video' as const] : []), ...(holds(image) ? ['image' as const] : [])];
  }
}
