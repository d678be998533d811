import type { CreatePostTasks } from '../contract/create-task.ts';
import { type FullPostConfig, withPostDefaults } from '../contract/post-config.ts';
import type { PostPlan } from '../scripts/script.ts';
import type { Reader, Tx } from '../storage/database.ts';
import { listOwnCaptions } from '../storage/material-picks.ts';
import type { TaskRow } from '../storage/tasks.ts';
import type { MaterialAdmission } from './admit.ts';
import type { CreateParts, Decided, OnRefusal, ScriptRequest } from './create.ts';
import { duplicateRefusal } from './duplicates.ts';
import type { FolderReader } from './folder-shelf.ts';
import { FolderSupply } from './folder-supply.ts';
import { LibrarySupply } from './library-supply.ts';
import { ListSupply } from './list-supply.ts';
import { assertFitTogether, assertOffered } from './offered.ts';
import { captionOf, planPost } from './post-plan.ts';
import { publisherOf, type Supply } from './supply.ts';
import { refuseRetired, resolveTargets, type Target } from './targets.ts';

type Parts = Pick<CreateParts, 'db' | 'license' | 'folders' | 'random' | 'clock' | 'duplicateWithinMs'> & {
  readonly materials: MaterialAdmission;
};

/** A request for posts: who publishes what, of the media that it names or has picked. */
export class PostRequest implements ScriptRequest {
  readonly #parts: Parts;
  readonly #body: CreatePostTasks;
  readonly #config: FullPostConfig;
  readonly #supply: Supply;

  /** @throws INVALID_PARAMETER for settings that do not go together. */
  constructor(parts: Parts, body: CreatePostTasks) {
    this.#parts = parts;
    this.#body = body;
    this.#config = withPostDefaults(body.script_config);
    assertFitTogether(this.#config);
    this.#supply = supplyOf(parts, this.#config);
  }

  async prepare(): Promise<void> {
    await this.#supply.stock(await this.#allowedTargets(this.#parts.db));
  }

  async decide(tx: Tx, onRefusal: OnRefusal): Promise<readonly Decided[] | null> {
    const config = this.#config;
    const { random, clock } = this.#parts;
    const targets = await this.#allowedTargets(tx);
    const gifts = await this.#supply.give(tx, targets);
    if (gifts === null) return null;
    const sha256s = gifts.flatMap(({ materials }) => materials.map(({ sha256 }) => sha256));
    const ownCaptions = config.captions === '' ? await listOwnCaptions(tx, [...new Set(sha256s)]) : new Map();
    const decided = gifts.map((given, index) => {
      const target = targets[index] as Target;
      const plan = planPost({ config, target, given, ownCaptions, random });
      const spintax = plan.kind === 'story' ? '' : captionOf({ config, given, ownCaptions }).text;
      return { target, plan, text: textOf(plan), spintax };
    });
    if (this.#mayRepeat) return decided;
    const rule = { now: clock.now(), withinMs: this.#parts.duplicateWithinMs };
    const refusal = await duplicateRefusal(tx, decided, rule);
    if (refusal !== null) onRefusal(refusal);
    return decided;
  }

  /** What is picked has a rule of its own (reuse_materials), and a rehearsal publishes nothing. */
  get #mayRepeat(): boolean {
    const { material_list: named, rehearsal } = this.#config;
    return this.#body.allow_duplicate === true || named.length === 0 || rehearsal;
  }

  /** The targets of the request, if the plan and the apps allow what is asked for them. */
  async #allowedTargets(db: Reader): Promise<Target[]> {
    const targets = await resolveTargets(db, { ...this.#body, targetApp: this.#config.target_app });
    const serials = [...new Set(targets.map((target) => target.serial))];
    await refuseRetired(db, serials);
    await this.#parts.license.checkDevices(db, serials);
    assertOffered(new Set(targets.map((target) => target.platform)), this.#config);
    return targets;
  }
}

/** Where the media of a request come from. What `material_list` names leaves nothing to pick. */
function supplyOf({ materials, folders }: Parts, config: FullPostConfig): Supply {
  if (config.material_list.length > 0) return new ListSupply(materials, config);
  if (config.material_source !== 'localFolder') return new LibrarySupply(config);
  const reader: FolderReader = {
    read: async (path) => await folders.read(path),
    readCaption: async (path) => await folders.readCaption(path),
    take: async (path, kind) => await folders.take(path, kind, materials),
  };
  return new FolderSupply(reader, config);
}

function textOf({ title, caption }: PostPlan): string {
  return [title ?? '', caption].join('\n').trim();
}

/** Which materials a task was given, as they are written down. */
export function usesOf({ id, created_at: createdAt }: TaskRow, { target, plan }: Decided) {
  const { platform } = target;
  if (plan.kind === 'custom' || platform === null) return [];
  const { materials, rehearsal } = plan;
  const sha256s = new Set(materials.map(({ sha256 }) => sha256));
  return [...sha256s].map((sha256) => ({
    ...publisherOf({ ...target, platform }),
    sha256,
    taskId: id,
    rehearsal,
    createdAt,
  }));
}
