import path from 'node:path';
import { textOf, textsOf, type Scope } from './expressions.ts';
import { scopeIn } from './job-state.ts';
import { readAction } from './read-workflow.ts';
import { contextOf, runSteps, stepsOf, type Finished, type StepRun } from './steps.ts';
import { membersOf, type Json, type TreeObject } from './tree.ts';

/** A `uses:`: an action of ours as it is, or a stand-in for somebody else's. */
export async function runUsesStep(run: StepRun): Promise<Finished> {
  const { job, step, scope, record } = run;
  const uses = textOf(step['uses'], scope);
  const given = textsOf(step['with'], scope);
  if (uses.startsWith('./')) return await runAction(path.join(job.workspace, uses), given, run);
  const [name = '', version] = uses.split('@');
  if (version === undefined) throw new Error(`${uses} names no version`);
  const folder = job.machine.actions[name];
  if (folder !== undefined) return await runAction(folder, given, run);
  const standIn = job.machine.standIns[name];
  if (standIn === undefined) throw new Error(`nobody plays ${uses} here`);
  return { isWell: true, outputs: await standIn(given, job, record) };
}

/** A composite action, by the rules of Runner.Worker/Handlers/CompositeActionHandler.cs. */
async function runAction(folder: string, given: Record<string, string>, run: StepRun): Promise<Finished> {
  const action = await readAction(folder);
  const inputs = inputsOf(action, given, run);
  const own = { inputs, github: { ...membersOf(run.scope.contexts['github']), action_path: folder } as Json };
  const results = await runSteps({
    job: run.job,
    steps: stepsOf(membersOf(action['runs'])),
    own,
    environment: run.environment,
    cancelled: run.cancelled,
    record: run.record,
  });
  const after = scopeIn(run.job, contextOf(results), own, run.scope.status);
  const isWell = results.every(({ conclusion }) => conclusion === 'success' || conclusion === 'skipped');
  return { isWell, outputs: outputsOf(action, after) };
}

/** What the workflow gave, also what the action does not know, and defaults for the rest. */
function inputsOf(
  action: TreeObject,
  given: Record<string, string>,
  { scope, record }: StepRun,
): Record<string, string> {
  const known = Object.entries(membersOf(action['inputs']));
  const names = new Set(known.map(([name]) => name.toLowerCase()));
  const unexpected = Object.keys(given).filter((name) => !names.has(name.toLowerCase()));
  if (unexpected.length > 0) {
    const listed = (all: readonly string[]): string => all.map((name) => `'${name}'`).join(', ');
    const valid = listed(known.map(([name]) => name));
    const message = `Unexpected input(s) ${listed(unexpected)}, valid inputs are [${valid}]`;
    record.annotate({ level: 'warning', message });
  }
  const lower = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  const complete = known.map(([name, definition]) => [
    name,
    lower.get(name.toLowerCase()) ?? textOf(membersOf(definition)['default'], scope),
  ]);
  const unknown = unexpected.map((name) => [name, given[name] ?? '']);
  return Object.fromEntries([...complete, ...unknown]) as Record<string, string>;
}

function outputsOf(action: TreeObject, scope: Scope): Record<string, string> {
  const declared = Object.entries(membersOf(action['outputs']));
  return Object.fromEntries(
    declared.map(([name, output]) => [name, textOf(membersOf(output)['value'], scope)]),
  );
}
