import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { newerPython, plainPython, playStory } from './boto3-program.ts';
import { describeUnlessMissing } from './require-programs.ts';
import { Witness } from './witness.ts';

// A client that this project did not write: what botocore cannot parse is wrong.

const cluster = 'arn:aws:ecs:us-east-1:123456789012:cluster/demo';

describeUnlessMissing(
  plainPython === undefined ? ['python3 with boto3'] : [],
  'boto3, rules and schedules',
  () => {
    stories('schedules-boto3', plainPython);
  },
);

// No package of Debian 12 has one, so a machine need not.
(newerPython === undefined ? describe.skip : describe)('a newer boto3, rules and schedules', () => {
  stories('newer-schedules-boto3', newerPython);
});

function stories(name: string, python = 'python3'): void {
  let server: SandboxServer;
  const witness = new Witness(name, 'schedules-boto3.test.ts', () => server.sandbox);

  beforeEach(async () => {
    server = await SandboxServer.start(new Sandbox({ startAt: Date.now() }), { port: 0, speed: 1 });
  });
  afterEach(() => server.stop());

  witness.it(
    'makes, lists and deletes rules and their targets, and reads their errors',
    async () => {
      const { told } = await playStory(python, server.url, 'rules');
      expect(told).toEqual({
        failed: [0, []],
        pages: [['night-0', 'night-1'], ['night-2']],
        of_another_bus: ['arn:aws:events:us-east-1:123456789012:rule/orders/ordered'],
        targets: [['1', '20'], ['3', '4'], ['5']],
        whole: true,
        by_target: ['ordered'],
        buses: ['default', 'orders', false],
        rule: ['cron(0 1 * * ? *)', 'DISABLED', 'default'],
        unknown: refusal('ResourceNotFoundException', 'Rule night-9 does not exist on EventBus default.'),
        without_bus: refusal('ResourceNotFoundException', 'Event bus nope does not exist.'),
        has_targets: refusal('ValidationException', "Rule can't be deleted since it has targets."),
        too_many: refusal(
          'LimitExceededException',
          'The requested resource exceeds the maximum number allowed.',
        ),
        without_task: refusal(
          'ValidationException',
          'Parameter(s) EcsParameters must be specified for target: 1.',
        ),
        twice: refusal('ResourceAlreadyExistsException', 'Event bus orders already exists.'),
        left: [],
      });
    },
    60_000,
  );

  witness.it(
    'makes, lists and deletes schedules and their groups, and reads their errors',
    async () => {
      const { told } = await playStory(python, server.url, 'schedules');
      expect(told).toEqual({
        group: 'arn:aws:scheduler:us-east-1:123456789012:schedule-group/shop',
        made: [1, 'arn:aws:scheduler:us-east-1:123456789012:schedule/default/once'],
        pages: [['default/once', 'shop/a', 'shop/b'], ['shop/c']],
        listed: { Arn: cluster },
        groups: [['default'], ['shop']],
        task: {
          TaskCount: 2,
          TaskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/nightly:1',
        },
        retries: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        window: true,
        zone: 'Europe/Helsinki',
        dated: true,
        unknown: refusal('ResourceNotFoundException', 'Schedule a does not exist.', 404),
        without_group: refusal('ResourceNotFoundException', 'Schedule group nope does not exist.', 404),
        twice: refusal('ConflictException', 'Schedule once already exists.', 409),
        expression: refusal('ValidationException', 'Invalid Schedule Expression every night.'),
        gone: refusal('ResourceNotFoundException', 'Schedule once does not exist.', 404),
      });
    },
    60_000,
  );
}

/** The class has the name of the code where the model has the error, and is `ClientError` where it has not. */
function refusal(code: string, message: string, status = 400): unknown {
  return expect.objectContaining({ code, message, status, id: 36, attempts: 1 });
}
