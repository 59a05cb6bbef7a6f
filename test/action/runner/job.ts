import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { textOf, textsOf, type Scope } from './expressions.ts';
import { permissionsOf, scopeIn, type JobState } from './job-state.ts';
import type { Machine } from './machine.ts';
import { Masks } from './masks.ts';
import { contextOf, runSteps, stepsOf, type StepResult } from './steps.ts';
import { membersOf, type JsonObject, type TreeObject } from './tree.ts';

export type JobOutcome = 'success' | 'failure' | 'cancelled' | 'skipped';

/** How a job ended; one of a matrix has its combination. */
export interface JobResult {
  readonly id: string;
  readonly result: JobOutcome;
  readonly matrix: JsonObject;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepResult[];
  /** Outputs that were not handed on because they hold what is masked. */
  readonly withheld: readonly string[];
}

/** A job that is about to start. */
export interface JobRun {
  readonly id: string;
  readonly job: TreeObject;
  readonly workflow: TreeObject;
  readonly machine: Machine;
  readonly contexts: JsonObject;
  readonly matrix: JsonObject;
  readonly secrets: readonly string[];
  readonly cancelled: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** Runs the steps of a job on a machine of its own. */
export async function runJob(run: JobRun): Promise<JobResult> {
  const job = await begin(run);
  const steps = await runSteps({
    job,
    steps: stepsOf(run.job),
    own: {},
    environment: {},
    cancelled: run.cancelled,
  });
  const outputs = textsOf(run.job['outputs'], scopeIn(job, contextOf(steps), {}, job.status));
  // The server's own rule: "Skip output '…' since it may contain secret."
  const withheld = Object.keys(outputs).filter((name) => job.masks.wouldHide(outputs[name] ?? ''));
  const open = Object.entries(outputs).filter(([name]) => !withheld.includes(name));
  return {
    id: run.id,
    result: run.cancelled.aborted ? 'cancelled' : job.status,
    matrix: run.matrix,
    outputs: Object.fromEntries(open),
    steps,
    withheld,
  };
}

async function begin(run: JobRun): Promise<JobState> {
  const { workflow, machine, job } = run;
  const folder = await mkdtemp(path.join(machine.folder, 'job-'));
  const [workspace, temporary] = [path.join(folder, 'work'), path.join(folder, 'temp')];
  for (const each of [workspace, temporary]) await mkdir(each);
  const contexts = await contextsOf(run, workspace, temporary);
  const masks = new Masks();
  for (const secret of run.secrets) masks.add(secret);
  const scope: Scope = { contexts, status: 'success' };
  const environment = textsOf(workflow['env'], scope);
  Object.assign(environment, textsOf(job['env'], { ...scope, contexts: { ...contexts, env: environment } }));
  return {
    machine,
    workspace,
    temporary,
    masks,
    contexts,
    defaults: { ...defaultsOf(workflow, scope), ...defaultsOf(job, scope) },
    permissions: permissionsOf((job['permissions'] ?? workflow['permissions']) as TreeObject | undefined),
    cancelled: run.cancelled,
    onLine: run.onLine,
    environment,
    paths: [],
    status: run.cancelled.aborted ? 'cancelled' : 'success',
  };
}

async function contextsOf(run: JobRun, workspace: string, temporary: string): Promise<JsonObject> {
  const github = run.contexts['github'] as JsonObject;
  const event_path = path.join(temporary, 'event.json');
  await writeFile(event_path, JSON.stringify(github['event']));
  return {
    ...run.contexts,
    matrix: run.matrix,
    github: {
      ...github,
      job: run.id,
      workspace,
      event_path,
      workflow: textOf(run.workflow['name'], nowhere),
    },
    runner: {
      name: 'small runner',
      os: 'Linux',
      arch: 'X64',
      temp: temporary,
      tool_cache: temporary,
      environment: 'github-hosted',
    },
  };
}

const nowhere: Scope = { contexts: {}, status: 'success' };

function defaultsOf(holder: TreeObject, scope: Scope): Record<string, string> {
  return textsOf(membersOf(membersOf(holder['defaults'])['run']), scope);
}
