import { describe, expect, it } from '@jest/globals';
import { toServiceState } from '../../../src/aws/service-state.ts';

const arn = (name: string) => `arn:aws:ecs:us-east-1:111122223333:${name}`;

describe('a service that CodeDeploy releases to', () => {
  it('has its task sets in place of deployments', () => {
    const state = toServiceState({
      serviceName: 'web',
      clusterArn: arn('cluster/prod'),
      deploymentController: { type: 'CODE_DEPLOY' },
      deployments: [],
      taskSets: [
        {
          id: 'ecs-svc/2',
          externalId: 'd-A1B2C3D4E',
          startedBy: 'CODE_DEPLOY',
          status: 'ACTIVE',
          taskDefinition: arn('task-definition/web:8'),
          computedDesiredCount: 2,
          runningCount: 1,
          pendingCount: 1,
          stabilityStatus: 'STABILIZING',
          createdAt: new Date(2_000),
          updatedAt: new Date(3_000),
        },
        {
          id: 'ecs-svc/1',
          status: 'PRIMARY',
          taskDefinition: arn('task-definition/web:7'),
          computedDesiredCount: 2,
          runningCount: 2,
          pendingCount: 0,
          stabilityStatus: 'STEADY_STATE',
          createdAt: new Date(1_000),
          updatedAt: new Date(1_000),
        },
      ],
    });

    expect(state.controller).toBe('CODE_DEPLOY');
    expect(state.deployments).toEqual([
      {
        id: 'ecs-svc/2',
        status: 'ACTIVE',
        taskDefinition: arn('task-definition/web:8'),
        desiredCount: 2,
        runningCount: 1,
        pendingCount: 1,
        failedTasks: 0,
        rolloutState: 'IN_PROGRESS',
        createdAt: 2_000,
        updatedAt: 3_000,
        externalId: 'd-A1B2C3D4E',
        targetGroupArns: [],
      },
      expect.objectContaining({ id: 'ecs-svc/1', status: 'PRIMARY', rolloutState: 'COMPLETED' }),
    ]);
    expect(state.deployments[1]?.externalId).toBeUndefined();
  });
});
