import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { newCommandFiles, pairsIn, textOfFile, type CommandFiles } from './command-files.ts';
import { textOf } from './expressions.ts';
import { variablesOf } from './github-variables.ts';
import { searchPath, type JobState } from './job-state.ts';
import { runScript } from './script-process.ts';
import { commandLineOf } from './shell.ts';
import type { StepRecord } from './step-record.ts';
import type { Finished, StepRun } from './steps.ts';

/** A `run:`, by the rules of Runner.Worker/Handlers/ScriptHandler.cs. */
export async function runScriptStep(run: StepRun): Promise<Finished> {
  const { job, step, scope, record } = run;
  const defaults = run.isInAction ? {} : job.defaults;
  const setting = (name: string): string =>
    name in step ? textOf(step[name], scope) : (defaults[name] ?? '');
  const script = path.join(job.temporary, `${randomUUID()}.sh`);
  await writeFile(script, textOf(step['run'], scope));
  const files = await newCommandFiles(job.temporary);
  const code = await runScript({
    commandLine: commandLineOf(setting('shell'), script),
    folder: path.resolve(job.workspace, setting('working-directory')),
    environment: {
      ...job.machine.environment,
      ...job.environment,
      ...run.environment,
      ...variablesOf(scope.contexts),
      PATH: searchPath(job),
      ...files,
    },
    onLine: (line) => {
      record.line(line);
    },
    cancelled: run.cancelled,
    grace: job.machine.grace,
  });
  if (code !== 0 && !run.cancelled.aborted) {
    record.annotate({ level: 'error', message: `Process completed with exit code ${code}.` });
  }
  const outputs = await takeFiles(files, job, record);
  return { isWell: code === 0, outputs: { ...record.outputs, ...outputs } };
}

/** What the step has written takes effect when its process has ended, also after a cancel. */
async function takeFiles(
  files: CommandFiles,
  job: JobState,
  record: StepRecord,
): Promise<Record<string, string>> {
  record.addSummary(await textOfFile(files.GITHUB_STEP_SUMMARY));
  for (const folder of (await textOfFile(files.GITHUB_PATH)).split('\n'))
    if (folder !== '') job.paths.unshift(folder);
  const variables = await taken('env', files.GITHUB_ENV, record);
  for (const [name, value] of Object.entries(variables)) {
    if (name === 'NODE_OPTIONS')
      record.fail("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.");
    else job.environment[name] = value;
  }
  return await taken('output', files.GITHUB_OUTPUT, record);
}

async function taken(name: string, file: string, record: StepRecord): Promise<Record<string, string>> {
  try {
    return pairsIn(await textOfFile(file));
  } catch (error) {
    record.fail(`Unable to process file command '${name}' successfully. ${(error as Error).message}`);
    return {};
  }
}
