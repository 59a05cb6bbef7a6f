import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasEnded } from '../../../src/sandbox/codedeploy/records/deployment.ts';
import { shiftSteps } from '../../../src/sandbox/codedeploy/engine/shift-steps.ts';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { ServiceError } from '../../../src/sandbox/service-error.ts';
import { CodeDeployRehearsal, readyWithin, terminateAfter, v1, v2 } from './rehearsal.ts';

const configs = ['ECSAllAtOnce', 'ECSCanary10Percent5Minutes', 'ECSLinear10PercentEvery1Minutes'] as const;

/** What people and things do to a service and its deployments, in any order. */
const deed = fc.oneof(
  fc.record({
    kind: fc.constant('deploy' as const),
    config: fc.constantFrom(...configs),
    image: fc.constantFrom(v1, v2),
  }),
  fc.record({ kind: fc.constant('stop' as const), back: fc.constantFrom(true, false, undefined) }),
  fc.record({
    kind: fc.constant('continue' as const),
    wait: fc.constantFrom('READY_WAIT' as const, 'TERMINATION_WAIT' as const),
  }),
  fc.record({ kind: fc.constant('scale' as const), count: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ kind: fc.constant('alarm' as const), state: fc.constantFrom('ALARM' as const, 'OK' as const) }),
  fc.record({ kind: fc.constant('lead' as const), to: fc.constantFrom('blue' as const, 'green' as const) }),
  fc.record({ kind: fc.constant('behave' as const), exits: fc.boolean() }),
  fc.record({ kind: fc.constant('kill' as const) }),
  fc.record({ kind: fc.constant('delete' as const) }),
  fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 60 }) }),
);
type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;

function act(rehearsal: CodeDeployRehearsal, what: Deed): void {
  const last = [...rehearsal.world.codedeploy.deployments.keys()].at(-1);
  switch (what.kind) {
    case 'deploy':
      rehearsal.deploy(what.image, what.config);
      return;
    case 'stop':
      if (last !== undefined) rehearsal.stop(last, what.back);
      return;
    case 'continue':
      if (last !== undefined) rehearsal.continue(last, what.wait);
      return;
    case 'scale':
      rehearsal.update({ desiredCount: what.count });
      return;
    case 'alarm':
      rehearsal.alarm('web-5xx', what.state);
      return;
    case 'lead':
      rehearsal.call(elbv2Operations.ModifyListener, {
        ListenerArn: rehearsal.productionListener,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: rehearsal[what.to] }],
      });
      return;
    case 'behave':
      rehearsal.behave(v2, what.exits ? { exit: { code: 1, after: 3_000 } } : {});
      return;
    case 'kill': {
      const [task] = rehearsal.tasks();
      if (task !== undefined)
        rehearsal.call(ecsOperations.StopTask, { cluster: 'demo', task: task.taskArn! });
      return;
    }
    case 'delete':
      rehearsal.call(ecsOperations.DeleteService, { cluster: 'demo', service: 'web', force: true });
      return;
    case 'pass':
      rehearsal.pass(what.seconds);
      return;
    default:
      what satisfies never;
  }
}

function expectSound(rehearsal: CodeDeployRehearsal): void {
  const deployments = [...rehearsal.world.codedeploy.deployments.values()];
  const running = deployments.filter((deployment) => !hasEnded(deployment));
  expect(running.length).toBeLessThanOrEqual(1);
  for (const deployment of deployments) {
    expect(deployment.run !== undefined).toBe(!hasEnded(deployment));
    expect(deployment.completedAt !== undefined).toBe(hasEnded(deployment));
    if (!hasEnded(deployment)) continue;
    expect(deployment.error !== undefined).toBe(deployment.status !== 'Succeeded');
    expect(deployment.lifecycleEvents.map(({ status }) => status)).not.toContain('Pending');
    expect(deployment.lifecycleEvents.map(({ status }) => status)).not.toContain('InProgress');
  }
  const { taskSets, status } = rehearsal.web;
  if (status !== 'ACTIVE') return;
  expect(taskSets.filter((taskSet) => taskSet.status === 'PRIMARY')).toHaveLength(1);
  expect(taskSets[0]?.status).toBe('PRIMARY');
  expect(new Set(taskSets.map(({ id }) => id)).size).toBe(taskSets.length);
}

it('whatever is done to a service and its deployments, they come to an end and agree with each other', () => {
  fc.assert(
    fc.property(
      fc.array(deed, { minLength: 5, maxLength: 25 }),
      fc.boolean(),
      fc.boolean(),
      (deeds, asks, testListener) => {
        const rehearsal = new CodeDeployRehearsal();
        rehearsal.runningCodeDeployService(v1);
        rehearsal.alarm('web-5xx', 'OK');
        rehearsal.createGroup({
          testListener,
          alarmConfiguration: { enabled: true, alarms: [{ name: 'web-5xx' }] },
          autoRollbackConfiguration: {
            enabled: true,
            events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
          },
          blueGreenDeploymentConfiguration: asks ? readyWithin(5) : terminateAfter(2),
        });
        for (const what of deeds) {
          try {
            act(rehearsal, what);
          } catch (error) {
            if (!(error instanceof ServiceError)) throw error;
          }
          expectSound(rehearsal);
        }
        rehearsal.pass(3 * 3_600);
        expectSound(rehearsal);
        const deployments = [...rehearsal.world.codedeploy.deployments.values()];
        expect(deployments.every(hasEnded)).toBe(true);
        const last = deployments.at(-1);
        if (last?.status !== 'Succeeded' || rehearsal.web.status !== 'ACTIVE') return;
        expect(rehearsal.web.taskSets).toHaveLength(1);
        expect(rehearsal.web.taskSets[0]!.id).toBe(
          last.taskSets.find(({ label }) => label === (last.creator === 'user' ? 'Green' : 'Blue'))?.id ??
            rehearsal.web.taskSets[0]!.id,
        );
      },
    ),
    { numRuns: 30 },
  );
}, 60_000);

it('a shift goes up to 100 % in equal steps, of which only the last one may be smaller', () => {
  const type = fc.constantFrom('TimeBasedCanary' as const, 'TimeBasedLinear' as const);
  const routing = fc.record({
    type,
    percent: fc.integer({ min: 1, max: 99 }),
    interval: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(
    fc.property(routing, ({ type: kind, percent, interval }) => {
      const steps = shiftSteps({ type: kind, percent, interval });
      const percents = steps.map((step) => step.percent);
      const rises = percents.map((to, index) => to - (percents[index - 1] ?? 0));
      expect(percents.at(-1)).toBe(100);
      expect(steps.map(({ stays }) => stays)).toEqual([...steps.slice(1).map(() => interval * 60_000), 0]);
      if (kind === 'TimeBasedCanary') expect(percents).toEqual([percent, 100]);
      else {
        expect(rises.slice(0, -1).every((rise) => rise === percent)).toBe(true);
        expect(rises.at(-1)).toBeLessThanOrEqual(percent);
        expect(rises.at(-1)).toBeGreaterThan(0);
      }
    }),
  );
});
