import { describe, expect, it } from '@jest/globals';
import { exitCodeOf, exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { minutes } from '../../src/model/duration.ts';
import { EcsdeployError } from '../../src/model/error.ts';
import { parsePauseName } from '../../src/model/pause-name.ts';
import type { Approval } from '../../src/model/release-plan.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { approve } from '../../src/release/approvals/approve.ts';
import { findPause } from '../../src/release/approvals/find-pause.ts';
import { reject } from '../../src/release/approvals/reject.ts';
import { status } from '../../src/release/status.ts';
import { beginWithCodeDeploy, isReady, leftByCodeDeploy, only, whenCodeDeploy } from './codedeploy-stage.ts';
import { ref, type Rehearsal } from './rehearsal.ts';

const waits = { group: { readyWait: 60 } };

async function approved(rehearsal: Rehearsal, expectPause?: string): Promise<ReleaseResult> {
  const context = rehearsal.context();
  const named = expectPause === undefined ? undefined : parsePauseName(expectPause);
  const question = await findPause(context, { service: ref, expect: named });
  return await approve(context, {
    question,
    reason: 'the graphs look well',
    follow: { waitForApproval: false },
    onInterrupt: 'detach',
    rollback: 'automatic',
    rollbackOnTimeout: false,
    timeoutMilliseconds: minutes(30),
  });
}

const asks = (approval: Partial<Approval> = {}) => ({
  settings: {
    approvals: [
      { moment: 'before-traffic', timeoutInMinutes: 1440, onTimeout: 'ROLLBACK', ...approval } as const,
    ],
  },
});

async function refusalOf(release: Promise<unknown>): Promise<EcsdeployError> {
  return await release.then(
    () => {
      throw new Error('it was not refused');
    },
    (error: unknown) => {
      if (error instanceof EcsdeployError) return error;
      throw error;
    },
  );
}

describe('an approval before CodeDeploy moves traffic', () => {
  it('is waited for at AWS, and the release goes on when it is given', async () => {
    const rehearsal = await beginWithCodeDeploy(waits);

    const waiting = await rehearsal.deploy(asks());
    expect(waiting.outcome).toMatchObject({
      kind: 'waiting-for-approval',
      asAsked: false,
      approval: { hookId: 'READY_WAIT', timeoutAction: 'STOP', deployment: waiting.deployment?.deploymentId },
    });
    expect(exitCodeOf(waiting.outcome)).toBe(31);
    const pause = /--expect (\S+)/.exec(waiting.next[0] ?? '')?.[1];
    expect(pause).toMatch(/^d-[A-Z0-9]{9}\/READY_WAIT$/);
    const report = await status(rehearsal.context(), { service: ref });
    expect(report.lastDeployment?.approvals).toMatchObject([{ hookId: 'READY_WAIT' }]);
    await rehearsal.sandbox.clock.sleep(minutes(20));
    const result = await approved(rehearsal, pause);

    expect(result.outcome).toMatchObject({ kind: 'succeeded' });
    expect(await leftByCodeDeploy(rehearsal)).toEqual({ status: 'Succeeded', ...only(2) });
    const again = await refusalOf(approved(rehearsal, pause));
    expect(exitCodeOfError(again)).toBe(10);
  });

  it('is waited for also where nobody has configured it: the group wants it', async () => {
    const rehearsal = await beginWithCodeDeploy(waits);

    const waiting = await rehearsal.deploy();

    expect(exitCodeOf(waiting.outcome)).toBe(31);
  });

  it('takes the release back when it is rejected', async () => {
    const rehearsal = await beginWithCodeDeploy(waits);
    await rehearsal.deploy();

    const context = rehearsal.context();
    const question = await findPause(context, { service: ref });
    const result = await reject(context, { question, reason: 'the graphs look bad', wait: true });

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(exitCodeOf(result.outcome)).toBe(0);
    expect(await leftByCodeDeploy(rehearsal)).toMatchObject(only(1));
  });

  it('ends the release when nobody answers in time, and an answer that comes late is refused', async () => {
    const rehearsal = await beginWithCodeDeploy({ group: { readyWait: 30 } });
    const waiting = await rehearsal.deploy();
    await rehearsal.sandbox.clock.sleep(minutes(45));

    const late = exitCodeOfError(await refusalOf(approved(rehearsal)));
    const result = await rehearsal.resume({ deployment: waiting.deployment?.deploymentId });

    expect(late).toBe(10);
    expect(result.outcome).toMatchObject({
      because: {
        text: 'The deployment timed out while waiting for a notification to continue. This time out period is 30 minutes.',
      },
    });
    expect([20, 22]).toContain(exitCodeOf(result.outcome));
    expect(await leftByCodeDeploy(rehearsal)).toMatchObject({ traffic: { 'web:1': 100 }, revision: 'web:1' });
  });

  it('is waited for as long as it takes with --wait', async () => {
    const rehearsal = await beginWithCodeDeploy(waits);

    const [result, other] = await Promise.all([
      rehearsal.deploy({ waitForApproval: true, timeoutMilliseconds: minutes(15) }),
      whenCodeDeploy(rehearsal, isReady, async () => {
        // Longer than the time-out of the release: waiting for a person does not count.
        await rehearsal.sandbox.clock.sleep(minutes(25));
        return await approved(rehearsal);
      }),
    ]);

    expect([result.outcome.kind, other.outcome.kind]).toEqual(['succeeded', 'succeeded']);
  });

  it('is refused where the group asks nobody, with the command that has it ask', async () => {
    const rehearsal = await beginWithCodeDeploy({ group: { terminationWait: 7 } });

    const refusal = await refusalOf(rehearsal.deploy(asks()));

    expect(exitCodeOfError(refusal)).toBe(3);
    expect(refusal.suggestions[0]).toBe(
      'Have it wait: `aws deploy update-deployment-group --application-name AppECS-prod-web --current-deployment-group-name DgpECS-prod-web ' +
        `--blue-green-deployment-configuration '{"terminateBlueInstancesOnDeploymentSuccess":{"action":"TERMINATE","terminationWaitTimeInMinutes":7},` +
        `"deploymentReadyOption":{"actionOnTimeout":"STOP_DEPLOYMENT","waitTimeInMinutes":1440}}'\``,
    );
  });

  it.each(['before-cleanup', 'before-each-shift'] as const)('is not offered %s', async (moment) => {
    const rehearsal = await beginWithCodeDeploy(waits);

    const refusal = await refusalOf(rehearsal.deploy(asks({ moment })));

    expect(exitCodeOfError(refusal)).toBe(3);
    expect(refusal.message).toMatch(new RegExp(`^approve asks ${moment}, and CodeDeploy `));
    expect(rehearsal.count('RegisterTaskDefinition')).toBe(1);
  });
});
