import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../src/model/duration.ts';
import { imageOf, ref, Rehearsal, webTaskDefinition } from './rehearsal.ts';

const neverStarts = { startDelay: minutes(120) };

describe('a write that AWS does not answer, or answers too late', () => {
  it('leaves at once when it is told to, and the deployment it was to take back is over', async () => {
    const rehearsal = await Rehearsal.begin();
    const error = 'ConflictException';
    rehearsal.sandbox.control.fault({ operation: 'StopServiceDeployment', error, count: 50 });

    const result = await rehearsal.deploy({ onInterrupt: 'rollback' }, rehearsal.interruptAfter(seconds(15)));

    expect(result.outcome).toMatchObject({ kind: 'interrupted', rollingBack: false });
    expect(rehearsal.count('StopServiceDeployment')).toBe(1);
  });

  it('says that it rolls back, when it is told to leave and every answer to the stop was lost', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'StopServiceDeployment', hang: true, count: 6 });

    const result = await rehearsal.deploy({ onInterrupt: 'rollback' }, rehearsal.interruptAfter(seconds(15)));

    expect(result.outcome).toMatchObject({ kind: 'interrupted', rollingBack: true });
  });

  it('never says "goes on" of a deployment that it has asked back, when it is told to leave meanwhile', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);
    rehearsal.sandbox.control.fault({ operation: 'StopServiceDeployment', loseReply: true, count: 5 });
    const interrupt = rehearsal.interruptAfter(minutes(3) + seconds(1));

    const result = await rehearsal.deploy(
      { timeoutMilliseconds: minutes(3), rollbackOnTimeout: true },
      interrupt,
    );

    expect(result.outcome).toMatchObject({ kind: 'interrupted', rollingBack: true });
  });

  it('does not ask for ever to go back: after ten minutes it says that it could not', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);
    // Some hundred times would do for hours; without an end the test itself would have none.
    const error = 'ServiceUnavailable';
    rehearsal.sandbox.control.fault({ operation: 'StopServiceDeployment', error, count: 900 });

    const result = await rehearsal.deploy({ timeoutMilliseconds: minutes(3), rollbackOnTimeout: true });

    expect(result.outcome).toMatchObject({ kind: 'failed-rollback-failed', because: { kind: 'timeout' } });
    expect(result.endedAt - result.startedAt).toBeLessThan(minutes(16));
  });

  it('knows a rollback as its own although every answer to it was lost', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);
    rehearsal.sandbox.control.fault({ operation: 'StopServiceDeployment', loseReply: true, count: 1 });
    rehearsal.sandbox.control.fault({
      operation: 'StopServiceDeployment',
      error: 'ServerException',
      count: 5,
    });

    const result = await rehearsal.deploy({ timeoutMilliseconds: minutes(3), rollbackOnTimeout: true });

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'ecsdeploy',
      because: { kind: 'timeout' },
    });
  });

  it('sees a rollback to its end although one look after the time-out was throttled', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);

    const [result] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: minutes(3), rollbackOnTimeout: true }),
      rehearsal.meanwhile(minutes(3) + 500, () => {
        rehearsal.sandbox.control.fault({ operation: '*', error: 'ThrottlingException', count: 1 });
        return Promise.resolve();
      }),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'ecsdeploy' });
  });

  it('follows a rollback that was asked for although every answer to it was lost', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);
    await rehearsal.deploy({}, rehearsal.interruptAfter(seconds(15)));
    rehearsal.sandbox.control.fault({ operation: 'StopServiceDeployment', loseReply: true, count: 1 });
    rehearsal.sandbox.control.fault({
      operation: 'StopServiceDeployment',
      error: 'ServerException',
      count: 5,
    });

    const result = await rehearsal.rollBack();

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
  });

  it('goes back once: whoever deployed after a stop that was heard, but not answered, is left alone', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'StopServiceDeployment', hang: true, count: 1 });
    const first = rehearsal.deploy();

    const [result] = await Promise.all([
      rehearsal.meanwhile(seconds(3), () => Promise.resolve()).then(() => rehearsal.rollBack()),
      // AWS is back within seconds; the second try of the stop comes after twenty.
      rehearsal
        .meanwhile(seconds(15), () => Promise.resolve())
        .then(() => rehearsal.deploy({ images: [{ image: imageOf(9) }] })),
    ]);

    expect(result.outcome.kind).toBe('superseded');
    expect((await first).outcome.kind).toBe('failed-rolled-back');
    expect((await rehearsal.serving()).images).toEqual([imageOf(9)]);
  });

  it('never says "nothing was changed" of a start whose reply was lost and that was then superseded', async () => {
    const rehearsal = await Rehearsal.begin();
    const { taskDefinition } = await rehearsal.ecs.registerTaskDefinition(webTaskDefinition());
    rehearsal.sandbox.control.fault({ operation: 'UpdateService', loseReply: true, count: 1 });

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(1), () =>
        rehearsal.ecs.updateService({ ...ref, taskDefinition: taskDefinition?.taskDefinitionArn }),
      ),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'superseded' });
    expect(rehearsal.count('UpdateService')).toBe(2);
  });

  it('starts once although AWS has taken the deployment back before the answer was given up', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 3 });
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: 'CannotPullContainerError: not found' });
    rehearsal.sandbox.control.fault({ operation: 'UpdateService', hang: true, count: 3 });

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'aws', to: 'web:1' });
    expect(rehearsal.count('UpdateService')).toBe(1);
  });

  it('says superseded when a rollback was cut short by a later deployment', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);
    const { taskDefinition } = await rehearsal.ecs.registerTaskDefinition(webTaskDefinition());

    const [result] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: minutes(3), rollbackOnTimeout: true }),
      rehearsal.meanwhile(minutes(3) + seconds(2), () =>
        rehearsal.ecs.updateService({ ...ref, taskDefinition: taskDefinition?.taskDefinitionArn }),
      ),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'superseded' });
  });
});
