import type { Choice } from '../choice.ts';
import type { When } from '../history.ts';

// The calls of a release, in the order in which they come; the later ones come again and again.
const operations = [
  'DescribeTaskDefinition',
  'RegisterTaskDefinition',
  'UpdateService',
  'ListServiceDeployments',
  'DescribeServices',
  'DescribeServiceDeployments',
  'ListTasks',
  'DescribeTasks',
  'DescribeTargetHealth',
  'DescribeServiceRevisions',
  'TagResource',
  'StopServiceDeployment',
] as const;

const statuses = [
  'PENDING',
  'IN_PROGRESS',
  'SUCCESSFUL',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
  'ROLLBACK_SUCCESSFUL',
  'STOPPED',
  'PAUSED',
];

/** A moment at which something may come in between. */
export function drawMoment(choice: Choice): When {
  return choice.weighted<() => When>([
    [4, () => drawTime(choice, 0, 150)],
    [3, () => drawCallMoment(choice)],
    [
      3,
      () => ({
        on: 'status',
        status: choice.pick(statuses),
        nth: choice.weighted([
          [5, 1],
          [1, 2],
        ]),
        seconds: choice.pick([0, 0, 0.5, 1, 2, 5]),
      }),
    ],
  ])();
}

export function drawTime(choice: Choice, low: number, high: number): When {
  return { on: 'time', seconds: choice.between(low * 2, high * 2) / 2 };
}

function drawCallMoment(choice: Choice): When {
  const operation = choice.pick(operations);
  const isRepeated = operation === 'DescribeServices' || operation === 'DescribeServiceDeployments';
  return {
    on: 'call',
    operation,
    nth: choice.between(1, isRepeated ? 30 : 3),
    seconds: choice.pick([0, 0, 0, 0.5, 1, 3]),
  };
}

export function drawOperation(choice: Choice): string {
  return choice.pick(operations);
}
