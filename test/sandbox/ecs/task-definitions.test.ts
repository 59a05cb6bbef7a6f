import { describe, expect, it } from '@jest/globals';
import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { Rehearsal, aTaskDefinition } from './rehearsal.ts';

const image = 'public.ecr.aws/demo/web:1';

describe('a task definition', () => {
  it('comes back normalised, with its tags beside it and what the SDK does not know', () => {
    const rehearsal = new Rehearsal();
    const input = {
      ...aTaskDefinition(image, { cpu: '0.25 vCPU', memory: '1 GB', tags: [{ key: 'a', value: 'b' }] }),
      newerThanTheSdk: { kept: true },
    };
    rehearsal.call(ecsOperations.RegisterTaskDefinition, input);

    const reply = rehearsal.call(ecsOperations.DescribeTaskDefinition, {
      taskDefinition: 'web',
      include: ['TAGS'],
    });

    expect(reply.tags).toEqual([{ key: 'a', value: 'b' }]);
    expect(reply.taskDefinition).toMatchObject({
      taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1',
      revision: 1,
      status: 'ACTIVE',
      cpu: '256',
      memory: '1024',
      volumes: [],
      placementConstraints: [],
      newerThanTheSdk: { kept: true },
      containerDefinitions: [
        {
          cpu: 0,
          essential: true,
          environment: [],
          mountPoints: [],
          systemControls: [],
          volumesFrom: [],
          portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
        },
      ],
    });
    expect(reply.taskDefinition).not.toHaveProperty('tags');
  });

  it('counts its revisions up for ever, also after deletion', () => {
    const rehearsal = new Rehearsal();
    rehearsal.register(image);
    const second = rehearsal.register(image);
    const remove = (): unknown =>
      rehearsal.call(ecsOperations.DeleteTaskDefinitions, { taskDefinitions: [second] });

    expect(remove()).toMatchObject({
      failures: [{ reason: expect.stringContaining('still in ACTIVE status') }],
    });
    rehearsal.call(ecsOperations.DeregisterTaskDefinition, { taskDefinition: 'web:2' });
    expect(remove()).toMatchObject({ taskDefinitions: [{ status: 'DELETE_IN_PROGRESS' }], failures: [] });
    rehearsal.pass(5);

    expect(() => rehearsal.call(ecsOperations.DescribeTaskDefinition, { taskDefinition: 'web:2' })).toThrow(
      'Unable to describe task definition.',
    );
    expect(rehearsal.register(image)).toMatch(/web:3$/);
  });

  it('that is inactive starts nothing new, and can still be described', () => {
    const rehearsal = new Rehearsal();
    const taskDefinition = rehearsal.register(image);
    rehearsal.call(ecsOperations.DeregisterTaskDefinition, { taskDefinition });

    expect(() => rehearsal.createService(image, { taskDefinition })).toThrow('TaskDefinition is inactive');
    expect(
      rehearsal.call(ecsOperations.DescribeTaskDefinition, { taskDefinition }).taskDefinition!.status,
    ).toBe('INACTIVE');
    expect(rehearsal.call(ecsOperations.ListTaskDefinitions, {}).taskDefinitionArns).toEqual([]);
    expect(
      rehearsal.call(ecsOperations.ListTaskDefinitions, { status: 'INACTIVE' }).taskDefinitionArns,
    ).toHaveLength(1);
    expect(rehearsal.call(ecsOperations.ListTaskDefinitionFamilies, { status: 'ACTIVE' }).families).toEqual(
      [],
    );
  });

  it('is listed in pages whose token can be read', () => {
    const rehearsal = new Rehearsal();
    for (let nth = 0; nth < 3; nth++) rehearsal.register(image);

    const first = rehearsal.call(ecsOperations.ListTaskDefinitions, { maxResults: 2 });

    expect(first.nextToken).toBe('web::0000000002');
    expect(
      rehearsal.call(ecsOperations.ListTaskDefinitions, { nextToken: first.nextToken }).taskDefinitionArns,
    ).toEqual(['arn:aws:ecs:eu-west-1:123456789012:task-definition/web:3']);
  });

  const app = { name: 'app', image };
  it.each<[Partial<RegisterTaskDefinitionCommandInput>, string]>([
    [{ containerDefinitions: [] }, 'Container list cannot be empty.'],
    [{ containerDefinitions: [{ image }] }, 'Container.name should not be null or empty.'],
    [{ containerDefinitions: [{ name: 'app' }] }, 'Container.image should not be null or empty.'],
    [
      { cpu: '4096', memory: '4096' },
      'No Fargate configuration exists for given values: 4096 CPU, 4096 memory.',
    ],
    [{ cpu: undefined }, "Fargate requires that 'cpu' be defined at the task level."],
    [{ networkMode: 'bridge' }, 'Fargate only supports network mode ‘awsvpc’.'],
    [
      { containerDefinitions: [{ ...app, essential: false }] },
      "Task definition doesn't have any essential container.",
    ],
    [
      { containerDefinitions: [{ ...app, portMappings: [{ containerPort: 80, hostPort: 81 }] }] },
      'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
    ],
    [
      { containerDefinitions: [{ ...app, secrets: [{ name: 'A', valueFrom: 'b' }] }] },
      "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'",
    ],
    [
      {
        containerDefinitions: [
          { ...app, logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'g' } } },
        ],
      },
      'Log driver awslogs requires options: awslogs-region',
    ],
    [
      { containerDefinitions: [{ ...app, dependsOn: [{ containerName: 'b', condition: 'START' }] }] },
      "Cannot depend on container + 'b' because it does not exist",
    ],
    [
      {
        containerDefinitions: [
          { ...app, dependsOn: [{ containerName: 'b', condition: 'START' }] },
          { name: 'b', image, dependsOn: [{ containerName: 'app', condition: 'START' }] },
        ],
      },
      'Container dependsOn contains a cycle',
    ],
    [
      { requiresCompatibilities: ['EC2'], networkMode: 'bridge', cpu: undefined, memory: undefined },
      "Invalid setting for container 'app'. At least one of 'memory' or 'memoryReservation' must be specified.",
    ],
  ])('with %j is refused: %s', (changes, message) => {
    expect(() => new Rehearsal().register(image, changes)).toThrow(
      expect.objectContaining({ code: 'ClientException', message: expect.stringContaining(message) }),
    );
  });
});
