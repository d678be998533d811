/** The types of what the API takes and gives, for its clients. Types only: nothing of this is loaded at run time. */
export type { Account, AccountList, CreateAccount, UpdateAccount } from './account.ts';
export type { Calendar, CalendarDay, CalendarEntry } from './calendar.ts';
export type { Platform } from './common.ts';
export type { CreatedTasks, CreateTasks } from './create-task.ts';
export type { Device, DeviceList, DeviceState, MatchAnswer, PlatformMatch } from './device.ts';
export type { Failure } from './envelope.ts';
export type { Health, Readiness } from './health.ts';
export type { LicenseCheck } from './license.ts';
export type { LookedFor } from './looked-for.ts';
export type {
  Material,
  MaterialDeleted,
  MaterialDetail,
  MaterialList,
  UpdateMaterial,
  Uploaded,
  UploadProgress,
} from './material.ts';
export type { PostConfig } from './post-config.ts';
export type { Preflight, PreflightFinding } from './preflight.ts';
export type { Receipt } from './receipt.ts';
export type { Script, ScriptList } from './script.ts';
export type { Session } from './session.ts';
export type { CustomResult, Task, TaskError, TaskResult } from './task.ts';
export type { BatchDeleted, RetriedAll } from './task-actions.ts';
export type { TaskAttempt, TaskDetail } from './task-detail.ts';
export type { TaskList, TaskStats } from './task-list.ts';
