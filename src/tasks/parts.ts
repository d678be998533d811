import type { CreateParts } from './create.ts';
import type { RemoveParts } from './remove.ts';
import type { ManualRetryParts } from './retry-on-request.ts';
import type { SettleRequestParts } from './settle-on-request.ts';
import type { StopParts } from './stop.ts';

/** All that deciding about tasks needs. What carries them out has parts of its own. */
export type TaskParts = CreateParts & RemoveParts & ManualRetryParts & SettleRequestParts & StopParts;
