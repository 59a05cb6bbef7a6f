import { describe, expect, it } from '@jest/globals';
import type { ServiceDeploymentEntry } from '../../../src/aws/service-state.ts';
import type { TaskState } from '../../../src/aws/tasks.ts';
import { expectedOf } from '../../../src/release/codedeploy/serving-groups.ts';
import { judgeNewRevision, judgeOldRevision, type Running } from '../../../src/release/judge-running.ts';
import { noTargets } from '../../../src/release/judge-targets.ts';
import { aDeployment } from '../builders.ts';

const blue = 'ecs-svc/1111111111111111111';
const green = 'ecs-svc/2222222222222222222';

/** Two task sets of a service under CodeDeploy; the green one is what `d-2` brings in. */
function running(primary: 'blue' | 'green', overrides: Partial<Record<'tasks', TaskState[]>> = {}): Running {
  const entry = (id: string, createdAt: number, externalId?: string) =>
    ({
      id,
      status: id === (primary === 'blue' ? blue : green) ? 'PRIMARY' : 'ACTIVE',
      taskDefinition: id === blue ? 'web:1' : 'web:2',
      createdAt,
      externalId,
    }) as ServiceDeploymentEntry;
  const deployments = [entry(blue, 100), entry(green, 5_000, 'd-2')];
  return {
    service: { deployments, desiredCount: 1, events: [] } as unknown as Running['service'],
    tasks: overrides.tasks ?? [aTask(primary === 'blue' ? blue : green)],
    checked: new Set(),
    targets: noTargets,
  };
}

function aTask(startedBy: string): TaskState {
  return {
    arn: `task of ${startedBy}`,
    startedBy,
    lastStatus: 'RUNNING',
    addresses: [],
    containers: [],
  } as unknown as TaskState;
}

const deployment = aDeployment({ deploymentId: 'd-2', codeDeploy: { application: 'a', group: 'g' } });

describe('judgeNewRevision, of CodeDeploy', () => {
  it('knows the task set of a deployment by its name, or by the deployment that it names', () => {
    const pass = { kind: 'pass', because: { kind: 'verified', tasks: 1 } };

    expect(judgeNewRevision(running('green'), { ...deployment, taskSet: green }, {})).toMatchObject(pass);
    expect(judgeNewRevision(running('green'), deployment, {})).toMatchObject(pass);
  });

  it('calls a release superseded once another deployment brings in its tasks beside it', () => {
    const found = running('green');
    const successor = {
      ...found.service.deployments[1],
      id: 'ecs-svc/3',
      externalId: 'd-3',
      taskDefinition: 'web:3',
    } as ServiceDeploymentEntry;

    expect(judgeNewRevision({ ...found, successor }, deployment, {})).toMatchObject({
      kind: 'fail',
      because: {
        kind: 'superseded',
        byDeployment: 'd-3',
        taskDefinition: 'web:3',
        after: { end: 'success' },
        isUnderWay: true,
      },
    });
  });

  it('takes another PRIMARY task set for no success', () => {
    expect(judgeNewRevision(running('blue'), deployment, {})).toMatchObject({
      kind: 'fail',
      because: { kind: 'primary-differs' },
    });
  });
});

describe('judgeOldRevision, of CodeDeploy', () => {
  it('believes that the old task set serves once nothing runs of the one that failed', () => {
    expect(judgeOldRevision(running('blue'), deployment)).toMatchObject({ kind: 'pass' });
    const both = running('blue', { tasks: [aTask(blue), aTask(green)] });
    expect(judgeOldRevision(both, deployment)).toMatchObject({ kind: 'pending' });
  });

  it('does not take the task set that failed for a later release, although it came after its deployment', () => {
    expect(judgeOldRevision(running('green'), deployment)).toMatchObject({
      kind: 'fail',
      because: { kind: 'primary-differs' },
    });
  });
});

describe('expectedOf', () => {
  const arn = (name: string) =>
    `arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/${name}/73e2d6bc24d8a067`;

  it('expects all traffic of the rules that forward to one of the pair, and leaves the others alone', () => {
    const rules = [
      { rule: 'default', groups: [{ targetGroupArn: arn('web-blue'), weight: 1 }] },
      { rule: 'api', groups: [{ targetGroupArn: arn('api'), weight: 1 }] },
      { rule: 'fixed', groups: [] },
    ];

    expect(expectedOf(rules, ['web-blue', 'web-green'], arn('web-green'))).toEqual([
      { rule: 'default', targetGroupArn: arn('web-green') },
    ]);
  });
});
