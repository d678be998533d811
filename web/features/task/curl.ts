import type { CreateTasks, TaskDetail } from '../../../src/contract/types.ts';

/** A word of a shell command: whatever the text holds, it stays one argument and itself. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command that creates the task again: the same files and drawn words, for the same account or phone, due at once. */
export function curlOf(task: TaskDetail, { origin, needsKey }: CurlOptions): string {
  const lines = [
    `curl -X POST ${shellQuoted(`${origin}/api/v1/task`)}`,
    // The key itself is nobody's business here.
    ...(needsKey ? ['-H "Authorization: Bearer $POSTWRIGHT_API_KEY"'] : []),
    `-H ${shellQuoted('Content-Type: application/json')}`,
    `-d ${shellQuoted(JSON.stringify(requestOf(task)))}`,
  ];
  return lines.join(' \\\n  ');
}

export interface CurlOptions {
  readonly origin: string;
  readonly needsKey: boolean;
}

function requestOf(task: TaskDetail): CreateTasks {
  const isCustom = task.platform === null;
  const byAccount = !isCustom && !task.as_current && task.username !== null;
  return {
    ...(byAccount ? { usernames: [task.username ?? ''] } : { serials: [task.serial] }),
    script_name: task.script_name,
    script_config: isCustom ? task.script_config : postConfigOf(task),
    ...(task.max_retries === 0 ? {} : { max_retries: task.max_retries }),
    ...(task.priority === 0 ? {} : { priority: task.priority }),
    // It was given to the account before, which is meant here.
    ...(isCustom ? {} : { allow_duplicate: true }),
  } as CreateTasks;
}

/** What was drawn or picked at creation stands in place of what it was drawn or picked from. */
function postConfigOf({ script_config: config, caption, title, materials, platform }: TaskDetail) {
  const words = title === null ? caption : `${title}##${caption}`;
  return {
    ...config,
    target_app: platform,
    captions: words.replaceAll(/[{|}\\]/g, String.raw`\$&`),
    material_list: materials.map(({ sha256 }) => `material://${sha256}`),
  };
}
