import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { textOf } from '../../src/sandbox/wire.ts';
import { clientsOf, refusal } from './clients.ts';
import { signedFor } from './wire-requests.ts';

const target = {
  Arn: 'arn:aws:ecs:us-east-1:123456789012:cluster/prod',
  RoleArn: 'arn:aws:iam::123456789012:role/scheduler',
  EcsParameters: { TaskDefinitionArn: 'web:3', TaskCount: 1 },
};
const nightly = {
  Name: 'nightly',
  ScheduleExpression: 'cron(0 3 * * ? *)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: target,
} as const;

let sandbox: Sandbox;
let scheduler: ReturnType<typeof clientsOf>['scheduler'];
beforeEach(() => {
  sandbox = new Sandbox();
  scheduler = clientsOf(sandbox).scheduler;
});

describe('schedules', () => {
  it('are read back as they were made, with what AWS adds', async () => {
    const startsAt = new Date('2026-03-01T00:00:00Z');
    const made = await scheduler.createSchedule({ ...nightly, StartDate: startsAt });
    expect(made.ScheduleArn).toBe('arn:aws:scheduler:us-east-1:123456789012:schedule/default/nightly');
    expect(await scheduler.getSchedule({ Name: 'nightly' })).toMatchObject({
      Name: 'nightly',
      GroupName: 'default',
      State: 'ENABLED',
      ScheduleExpressionTimezone: 'UTC',
      StartDate: startsAt,
      Target: { ...target, RetryPolicy: { MaximumRetryAttempts: 185 } },
    });
  });

  it('of all groups are listed together, by the ARN of their target alone', async () => {
    await scheduler.createScheduleGroup({ Name: 'shop' });
    await scheduler.createSchedule(nightly);
    await scheduler.createSchedule({ ...nightly, Name: 'stock', GroupName: 'shop', State: 'DISABLED' });
    const { Schedules: all = [] } = await scheduler.listSchedules({});
    expect(all.map(({ Name, GroupName, State }) => [Name, GroupName, State])).toEqual([
      ['nightly', 'default', 'ENABLED'],
      ['stock', 'shop', 'DISABLED'],
    ]);
    expect(all[1]?.Target).toEqual({ Arn: target.Arn });
    const { Schedules: some } = await scheduler.listSchedules({ GroupName: 'shop' });
    expect(some?.map(({ Name }) => Name)).toEqual(['stock']);
    const { Schedules: enabled } = await scheduler.listSchedules({ State: 'ENABLED', NamePrefix: 'n' });
    expect(enabled?.map(({ Name }) => Name)).toEqual(['nightly']);
    const { ScheduleGroups: groups } = await scheduler.listScheduleGroups({});
    expect(groups?.map(({ Name }) => Name)).toEqual(['default', 'shop']);
  });

  it('come in pages', async () => {
    for (const number of [1, 2, 3]) await scheduler.createSchedule({ ...nightly, Name: `s-${number}` });
    const first = await scheduler.listSchedules({ MaxResults: 2 });
    const second = await scheduler.listSchedules({ MaxResults: 2, NextToken: first.NextToken });
    expect([first.Schedules?.length, second.Schedules?.map(({ Name }) => Name), second.NextToken]).toEqual([
      2,
      ['s-3'],
      undefined,
    ]);
    expect((await refusal(scheduler.listSchedules({ MaxResults: 101 }))).name).toBe('ValidationException');
  });

  it('exist once in a group; the same request again is the same schedule', async () => {
    const first = await scheduler.createSchedule({ ...nightly, ClientToken: 'one' });
    expect(await scheduler.createSchedule({ ...nightly, ClientToken: 'one' })).toMatchObject({
      ScheduleArn: first.ScheduleArn,
    });
    expect(await refusal(scheduler.createSchedule(nightly))).toEqual({
      name: 'ConflictException',
      message: 'Schedule nightly already exists.',
    });
  });

  it('are gone after they were deleted, and refused by name', async () => {
    await scheduler.createSchedule(nightly);
    await scheduler.deleteSchedule({ Name: 'nightly' });
    expect(await refusal(scheduler.getSchedule({ Name: 'nightly' }))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Schedule nightly does not exist.',
    });
    expect(await refusal(scheduler.getSchedule({ Name: 'nightly', GroupName: 'gone' }))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Schedule group gone does not exist.',
    });
  });

  it('are refused without a time, and without what to run', async () => {
    const wrong = scheduler.createSchedule({ ...nightly, ScheduleExpression: 'sometimes' });
    expect(await refusal(wrong)).toEqual({
      name: 'ValidationException',
      message: 'Invalid Schedule Expression sometimes.',
    });
    const aimless = { Arn: target.Arn, RoleArn: target.RoleArn };
    const idle = scheduler.createSchedule({ ...nightly, Target: aimless });
    expect((await refusal(idle)).name).toBe('ValidationException');
  });
});

describe('a request of the REST kind', () => {
  const request = {
    query: new URLSearchParams(),
    headers: { authorization: signedFor('scheduler') },
    body: '',
  };

  it('for an operation that the sandbox lacks is told so, by name', async () => {
    const answer = await sandbox.handle({
      ...request,
      method: 'PUT',
      path: '/schedules/nightly',
      body: '{}',
    });
    expect([answer.status, answer.headers['x-amzn-errortype'], textOf(answer.body)]).toEqual([
      400,
      'UnknownOperationException',
      '{"message":"The ecsdeploy sandbox does not support scheduler UpdateSchedule. docs/sandbox.md lists what it supports."}',
    ]);
  });

  it('without a member that it needs is refused as AWS refuses it', async () => {
    const answer = await sandbox.handle({
      ...request,
      method: 'POST',
      path: '/schedules/nightly',
      body: '{}',
    });
    expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([400, 'ValidationException']);
    expect(textOf(answer.body)).toContain("Value null at 'scheduleExpression'");
  });

  it('names what it means in its path, whatever characters that has', async () => {
    const answer = await sandbox.handle({ ...request, method: 'GET', path: '/schedules/a%20b' });
    expect([answer.status, textOf(answer.body)]).toEqual([404, '{"Message":"Schedule a b does not exist."}']);
  });

  it('without a signature is refused', async () => {
    const answer = await sandbox.handle({ ...request, headers: {}, method: 'GET', path: '/schedules' });
    expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([
      400,
      'MissingAuthenticationTokenException',
    ]);
  });
});
