import { describe, expect, it } from '@jest/globals';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { Rehearsal } from './rehearsal.ts';

const image = 'public.ecr.aws/demo/job:1';
const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-1'] } };

function logging(group: string, options: Record<string, string> = {}) {
  return {
    executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
    containerDefinitions: [
      {
        name: 'app',
        image,
        logConfiguration: {
          logDriver: 'awslogs' as const,
          options: {
            'awslogs-group': group,
            'awslogs-region': 'eu-west-1',
            'awslogs-stream-prefix': 'job',
            ...options,
          },
        },
      },
    ],
  };
}

function run(rehearsal: Rehearsal, taskDefinition: string, changes: object = {}) {
  return rehearsal.call(ecsOperations.RunTask, {
    cluster: 'demo',
    taskDefinition,
    launchType: 'FARGATE',
    networkConfiguration,
    ...changes,
  });
}

describe('a task that is run by itself', () => {
  it('runs, exits with its code, and writes to its log stream', () => {
    const rehearsal = new Rehearsal();
    rehearsal.world.logs.createGroup('/jobs');
    rehearsal.behave(image, { exit: { code: 3, after: 10_000 } });

    const { tasks, failures } = run(rehearsal, rehearsal.register(image, logging('/jobs')), {
      startedBy: 'me',
    });
    expect(failures).toEqual([]);
    expect(tasks).toMatchObject([
      { lastStatus: 'PROVISIONING', desiredStatus: 'RUNNING', group: 'family:web', startedBy: 'me' },
    ]);
    rehearsal.pass(60);

    const id = tasks![0]!.taskArn!.split('/').at(-1)!;
    expect(rehearsal.tasks('STOPPED')[0]).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      containers: [{ exitCode: 3 }],
    });
    const stream = rehearsal.world.logs.groups.get('/jobs')!.streams.get(`job/app/${id}`)!;
    expect(stream.events.map((event) => event.message)).toEqual([
      `app started (${image})`,
      'app exited with code 3',
    ]);
  });

  it('cannot start without its log group, unless it may create it', () => {
    const rehearsal = new Rehearsal();
    run(rehearsal, rehearsal.register(image, logging('/none')));
    run(rehearsal, rehearsal.register(image, logging('/made', { 'awslogs-create-group': 'true' })));
    rehearsal.pass(30);

    expect(rehearsal.tasks('STOPPED')).toMatchObject([
      {
        stopCode: 'TaskFailedToStart',
        stoppedReason: expect.stringMatching(
          /^ResourceInitializationError: .*The specified log group does not exist/,
        ),
      },
    ]);
    expect(rehearsal.tasks()).toMatchObject([{ lastStatus: 'RUNNING' }]);
    expect(rehearsal.world.logs.hasGroup('/made')).toBe(true);
  });

  it("fails to pull an image that the sandbox's own registry does not have", () => {
    const rehearsal = new Rehearsal();
    const missing = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/demo/web:9';
    run(
      rehearsal,
      rehearsal.register(missing, { executionRoleArn: 'arn:aws:iam::123456789012:role/execution' }),
    );
    rehearsal.pass(30);

    expect(rehearsal.tasks('STOPPED')[0]!.stoppedReason).toMatch(/^CannotPullContainerError: /);
  });

  it('is the same task when asked for twice with one token', () => {
    const rehearsal = new Rehearsal();
    const taskDefinition = rehearsal.register(image);
    const first = run(rehearsal, taskDefinition, { clientToken: 'once', count: 2 });
    const second = run(rehearsal, taskDefinition, { clientToken: 'once', count: 2 });

    expect(second.tasks!.map((task) => task.taskArn)).toEqual(first.tasks!.map((task) => task.taskArn));
    expect(() => run(rehearsal, taskDefinition, { clientToken: 'once', count: 3 })).toThrow(
      expect.objectContaining({ code: 'ConflictException' }),
    );
  });

  it('is forgotten an hour after it stopped', () => {
    const rehearsal = new Rehearsal();
    const { tasks } = run(rehearsal, rehearsal.register(image));
    rehearsal.call(ecsOperations.StopTask, { cluster: 'demo', task: tasks![0]!.taskArn });
    rehearsal.pass(1800);
    expect(rehearsal.tasks('STOPPED')).toHaveLength(1);

    rehearsal.pass(1900);
    expect(rehearsal.tasks('STOPPED')).toHaveLength(0);
    expect(() =>
      rehearsal.call(ecsOperations.StopTask, { cluster: 'demo', task: tasks![0]!.taskArn }),
    ).toThrow('The referenced task was not found.');
  });

  it('is tagged, untagged and read by its ARN', () => {
    const rehearsal = new Rehearsal();
    const { tasks } = run(rehearsal, rehearsal.register(image), { tags: [{ key: 'a', value: '1' }] });
    const resourceArn = tasks![0]!.taskArn;
    rehearsal.call(ecsOperations.TagResource, { resourceArn, tags: [{ key: 'b', value: '2' }] });
    rehearsal.call(ecsOperations.UntagResource, { resourceArn, tagKeys: ['a'] });

    expect(rehearsal.call(ecsOperations.ListTagsForResource, { resourceArn }).tags).toEqual([
      { key: 'b', value: '2' },
    ]);
    expect(() =>
      rehearsal.call(ecsOperations.TagResource, { resourceArn, tags: [{ key: 'aws:x', value: '2' }] }),
    ).toThrow('reserved');
  });
});
