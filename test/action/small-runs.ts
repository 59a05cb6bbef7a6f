import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Machine } from './runner/machine.ts';
import { workflowOf } from './runner/read-workflow.ts';
import { runWorkflow, type Order, type WorkflowResult } from './runner/workflow-run.ts';

/** A machine with nothing on it but what a test puts there. */
export class SmallMachine {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async begin(): Promise<SmallMachine> {
    return new SmallMachine(await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-runner-')));
  }

  async end(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  machine(more: Partial<Machine> = {}): Machine {
    return {
      environment: { PATH: process.env['PATH'] ?? '', HOME: this.folder },
      folder: this.folder,
      actions: {},
      standIns: {},
      grace: { interrupt: 1000, terminate: 1000, streams: 1000 },
      ...more,
    };
  }

  /** Runs the text of a workflow, on a push to main unless something else is said. */
  async run(content: string, order: Partial<Order> = {}): Promise<WorkflowResult> {
    return await runWorkflow({
      workflow: await workflowOf(content),
      event: { name: 'push', ref: 'refs/heads/main' },
      machine: this.machine(),
      sha: '4f2a9c1d5b6e7f8091a2b3c4d5e6f708192a3b4c',
      ...order,
    });
  }
}

/** A workflow with one job of these steps, indented as a list is. */
export function oneJob(steps: string, head = ''): string {
  const indented = steps.trim().replace(/^/gm, '      ');
  return `on: push\n${head}\njobs:\n  only:\n    runs-on: ubuntu-latest\n    steps:\n${indented}\n`;
}

/** What the steps have said, by their names. */
export function logOf(result: WorkflowResult, job = 'only'): string {
  return result.jobs
    .filter(({ id }) => id === job)
    .flatMap(({ steps }) => steps.flatMap(({ record }) => record.log))
    .join('\n');
}
