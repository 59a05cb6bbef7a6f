import * as z from 'zod';
import { longestInterval } from '../model/traffic-routing.ts';
import { wantedStrategies } from '../model/wanted-strategy.ts';
import { hooksSchema } from './hooks-schema.ts';
import { largestInteger } from './largest-integer.ts';
import { wholeMinutes } from './whole-minutes.ts';

const percent = z.int({ error: 'must be a whole number' });

/** The longest that AWS bakes: a day. */
const longestBake = 1440;

const steps = (least: number, what: string, limits: string): z.ZodNumber =>
  z
    .number({ error: 'must be a number' })
    .min(least, { error: `must be from ${least} to 100` })
    .max(100, { error: `must be from ${least} to 100` })
    .refine((value) => Math.abs(value * 10 - Math.round(value * 10)) < 1e-6, {
      error: `must be from ${least} to 100, in steps of 0.1`,
    })
    .describe(`Percent of production traffic ${what}, ${limits}.`);

const canary = z
  .strictObject({
    percent: steps(
      0.1,
      'that the new revision gets first',
      '0.1 to 100 in steps of 0.1; whole percents, 1 to 99, with CodeDeploy',
    ),
    bake: wholeMinutes(0, longestInterval).describe(
      'How long it has only that. A duration of whole minutes, up to `1440m`; `1m` to `2880m` with CodeDeploy.',
    ),
  })
  .partial()
  .describe(
    'CANARY: a small part of the traffic first, then all of it. What is left out stays as it is; with CodeDeploy both are needed.',
  );

const linear = z
  .strictObject({
    percent: steps(
      1,
      'that each step moves',
      '3 to 100 in steps of 0.1; whole percents, 1 to 99, with CodeDeploy',
    ),
    every: wholeMinutes(0, longestInterval).describe(
      'How long AWS waits between two steps. A duration of whole minutes, up to `1440m`; `1m` to `2880m` with CodeDeploy.',
    ),
  })
  .partial()
  .describe(
    'LINEAR: the traffic in equal steps. What is left out stays as it is; with CodeDeploy both are needed.',
  );

const circuitBreaker = z
  .strictObject({
    enable: z.boolean().describe('Whether AWS counts failing tasks. Default: `true`.'),
    rollback: z.boolean().describe('Whether AWS rolls back when the count is reached. Default: `true`.'),
    resetOnHealthyTask: z.boolean().describe('Whether one healthy task sets the count back to 0.'),
    threshold: z
      .strictObject({
        type: z
          .enum(['COUNT', 'BOUNDED_PERCENT', 'UNBOUNDED_PERCENT'])
          .describe(
            'What `value` counts: tasks, or percent of the desired count (bounded to 3 to 200 tasks).',
          ),
        value: z.int().min(1, { error: 'must be 1 or more' }).max(largestInteger).describe('The threshold.'),
      })
      .describe('How many failed tasks end a deployment. Both members together.'),
  })
  .partial()
  .describe('The circuit breaker of ECS: ends a deployment whose tasks keep failing.');

const alarms = z
  .strictObject({
    names: z
      .array(z.string().min(1, { error: 'must not be empty' }))
      .min(1, { error: 'must name at least one alarm' })
      .describe('Names of CloudWatch alarms in the region of the service.'),
    enable: z.boolean().describe('Whether AWS watches the alarms. Default: `true`.'),
    rollback: z.boolean().describe('Whether AWS rolls back when one fires. Default: `true`.'),
  })
  .partial()
  .describe('CloudWatch alarms that fail a deployment.');

const earlySuccess = z
  .strictObject({
    enable: z.boolean().describe('Whether a deployment may succeed early. Default: `true`.'),
    healthyPercent: percent
      .min(1, { error: 'must be from 1 to 100' })
      .max(100, { error: 'must be from 1 to 100' })
      .describe(
        'Percent of the desired count that must be healthy on the new revision; at least `minimumHealthyPercent`.',
      ),
    cleanup: z
      .enum(['blocking', 'deferred'], { error: 'must be blocking or deferred' })
      .describe(
        'Whether the old tasks are gone before it succeeds (`blocking`), or some time after (`deferred`).',
      ),
  })
  .partial()
  .describe('ROLLING only: succeed before all tasks are replaced. There is no rollback after that.');

/** `deployment` of the file: how a new revision comes in. */
export const deploymentSchema = z
  .strictObject({
    strategy: z
      .enum(wantedStrategies, { error: `must be one of ${wantedStrategies.join(', ')}` })
      .describe(
        'How the new revision comes in. `--strategy` overrides it for one run. CodeDeploy has no ROLLING, and only it has ALL_AT_ONCE, which BLUE_GREEN is there too.',
      ),
    canary,
    linear,
    bake: wholeMinutes(0, longestBake).describe(
      'How long AWS goes on watching after the new revision has all traffic, the old one still running. A duration of whole minutes, up to `1440m`.',
    ),
    hooks: hooksSchema,
    earlySuccess,
    minimumHealthyPercent: percent
      .min(0, { error: 'must be from 0 to 100' })
      .max(100, { error: 'must be from 0 to 100' })
      .describe('Percent of the desired count that stays healthy during a deployment.'),
    maximumPercent: percent
      .min(100, { error: 'must be 100 or more' })
      .max(largestInteger)
      .describe('Percent of the desired count that may run during a deployment.'),
    circuitBreaker,
    alarms,
    healthCheckGracePeriodSeconds: z
      .int({ error: 'must be a whole number of seconds' })
      .min(0, { error: 'must be 0 or more' })
      .max(largestInteger)
      .describe('Seconds for which load balancer health checks of a new task do not count.'),
    suspendScaling: z
      .boolean({ error: 'must be true or false' })
      .describe(
        'Whether all autoscaling of the service is suspended while a deployment runs, and restored as it was when it is over. Not sent to ECS. Default: `false`.',
      ),
  })
  .partial()
  .describe(
    'Deployment settings. Only what stands here is ever sent to AWS; the rest stays as the service has it.',
  );
