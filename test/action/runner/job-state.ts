import path from 'node:path';
import type { Scope, Status } from './expressions.ts';
import type { Masks } from './masks.ts';
import type { Machine } from './machine.ts';
import { wordOf, type JsonObject, type TreeObject } from './tree.ts';

/** What the steps of a job share. */
export interface JobState {
  readonly machine: Machine;
  readonly workspace: string;
  readonly temporary: string;
  readonly masks: Masks;
  /** Contexts that do not change while the job runs: github, vars, secrets, inputs, needs, matrix, strategy, runner. */
  readonly contexts: JsonObject;
  /** `defaults.run` of the workflow and the job. */
  readonly defaults: Readonly<Record<string, string>>;
  readonly permissions: Permissions;
  readonly cancelled: AbortSignal;
  /** Each line of the log as it comes, after masking. */
  readonly onLine: (line: string) => void;
  /** By GITHUB_ENV, and `env` of the workflow and the job. */
  readonly environment: Record<string, string>;
  /** By GITHUB_PATH, the newest first. */
  readonly paths: string[];
  status: Status;
}

/** What the token of a job may do: `id-token: write` and the like; all else is `none` as soon as one is named. */
export type Permissions = Readonly<Record<string, string>> | 'default';

export function permissionsOf(declared: TreeObject | string | undefined): Permissions {
  if (declared === undefined) return 'default';
  if (declared === 'write-all') return { 'id-token': 'write', contents: 'write' };
  if (typeof declared === 'string') return { contents: 'read' };
  return Object.fromEntries(Object.entries(declared).map(([name, level]) => [name, wordOf(level)]));
}

/** What expressions in steps see: the job's contexts, and those of the steps so far. */
export function scopeIn(job: JobState, steps: JsonObject, own: JsonObject, status: Status): Scope {
  return {
    status,
    contexts: { ...job.contexts, job: { status: job.status }, env: job.environment, steps, ...own },
  };
}

/** PATH of the next step. */
export function searchPath({ paths, machine }: JobState): string {
  return [...paths, machine.environment['PATH'] ?? ''].join(path.delimiter);
}
