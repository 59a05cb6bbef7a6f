import type { DataDocument, DataPath } from '../../model/data-document.ts';
import { listOf, mapOf, textOf, type Members } from '../members.ts';
import { environmentOf, type StepEnvironment } from './expressions.ts';

/** A step of a workflow that uses an action of AWS. */
export interface Step {
  readonly action: ActionName;
  readonly id: string | undefined;
  readonly with: Members;
  readonly environment: StepEnvironment;
  /** Where the job stands, which keeps steps of different jobs apart. */
  readonly job: string;
  readonly path: DataPath;
  readonly line: number;
}

const actions = {
  'amazon-ecs-render-task-definition': 'render',
  'amazon-ecs-deploy-task-definition': 'deploy',
  'configure-aws-credentials': 'credentials',
} as const;

type ActionName = (typeof actions)[keyof typeof actions];

/** The steps that matter, in their order; of a workflow, or of a composite action. */
export function stepsOf(document: DataDocument): Step[] {
  const workflow = mapOf(document.value);
  const jobs = Object.entries(mapOf(workflow['jobs'])).flatMap(([name, job]) =>
    stepsIn(document, mapOf(job), { path: ['jobs', name], outer: [workflow['env']] }),
  );
  return [...jobs, ...stepsIn(document, mapOf(workflow['runs']), { path: ['runs'], outer: [] })];
}

interface Place {
  readonly path: DataPath;
  readonly outer: readonly unknown[];
}

function stepsIn(document: DataDocument, job: Members, { path, outer }: Place): Step[] {
  return listOf(job['steps']).flatMap((step, index): Step[] => {
    const { uses, id, env, with: inputs } = mapOf(step);
    const name = /^aws-actions\/([\w-]+)(?:@|$)/.exec(textOf(uses) ?? '')?.[1] ?? '';
    if (!isKnown(name)) return [];
    const at = [...path, 'steps', index];
    return [
      {
        action: actions[name],
        id: textOf(id),
        with: mapOf(inputs),
        environment: environmentOf(...outer, job['env'], env),
        job: path.join('.'),
        path: at,
        line: document.originOf(at).at.line,
      },
    ];
  });
}

function isKnown(name: string): name is keyof typeof actions {
  return Object.hasOwn(actions, name);
}
