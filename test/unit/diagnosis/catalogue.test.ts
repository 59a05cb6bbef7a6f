import { describe, expect, it } from '@jest/globals';
import { catalogue, familyOf, lookUp, recognise, sections } from '../../../src/diagnosis/catalogue.ts';
import { withNames } from '../../../src/diagnosis/catalogue/message-values.ts';

const examples = catalogue.flatMap(({ id, examples }) => examples.map((message) => [id, message] as const));
const everything = (id: string) => catalogue.find((entry) => entry.id === id)!;

describe('the catalogue', () => {
  it.each(examples)('knows %s by: %s', (id, message) => {
    expect(recognise(message)).toMatchObject({ id, family: familyOf(id) });
  });

  it('takes its examples for what it says about them, and not for a guess', () => {
    for (const [id, message] of examples) {
      const { confidence = 'high' } = everything(id);
      expect([message, recognise(message)?.confidence]).toEqual([message, confidence]);
    }
  });

  it('has an id, a cause, an advice and a source for every message', () => {
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
    for (const { id, cause, advice, source, says, hints, examples } of catalogue) {
      expect(id).toMatch(/^[a-z-]+\.[a-z-]+$/);
      expect(cause).not.toMatch(/\.$/);
      expect(advice).toMatch(/\.$/);
      expect(source.length).toBeGreaterThan(0);
      for (const url of source) expect(url).toMatch(/^https:\/\//);
      expect(says.length + (hints?.length ?? 0)).toBeGreaterThan(0);
      expect(examples.length > 0).toBe(says.length > 0);
    }
  });

  it('shows every entry in one section', () => {
    const shown = Object.values(sections).flat();

    expect(shown.length).toBe(catalogue.length);
    expect(new Set(shown)).toEqual(new Set(catalogue));
  });

  it('reads what its sentences name', () => {
    for (const { id, cause, advice, reads = [] } of catalogue) {
      const groups = new Set(
        reads.flatMap((read) => [...read.source.matchAll(/\(\?<(\w+)>/g)].map(([, name]) => name)),
      );
      for (const [, name] of `${cause} ${advice}`.matchAll(/<([a-z]+)(?:\|[^>]+)?>/g)) {
        expect([id, name, groups.has(name)]).toEqual([id, name, true]);
      }
    }
  });

  it('leaves no gap in a sentence when a message does not say what it names', () => {
    for (const [, message] of examples) {
      const { cause, advice } = recognise(message)!;
      expect(cause + advice).not.toMatch(/[<>|]|undefined/);
      expect(cause).toMatch(/^\S/);
    }
    expect(withNames('Allow <action|it> to <principal>.')).toBe('Allow <action> to <principal>.');
  });

  it('turns a refused call into the permission to add', () => {
    const match = lookUp(
      'AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/deploy/ci is not authorized to perform: ecs:UpdateService on resource: arn:aws:ecs:eu-west-1:123456789012:service/prod/web because no identity-based policy allows the ecs:UpdateService action',
    );

    expect(match).toMatchObject({
      id: 'permission.missing',
      cause: 'arn:aws:sts::123456789012:assumed-role/deploy/ci may not call ecs:UpdateService',
      advice:
        'Allow ecs:UpdateService on arn:aws:ecs:eu-west-1:123456789012:service/prod/web to arn:aws:sts::123456789012:assumed-role/deploy/ci.',
    });
  });

  it('says it in general words where the message was cut before', () => {
    expect(
      lookUp('User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecs:Upd')?.advice,
    ).toBe('Allow ecs:Upd on the resource to arn:aws:iam::123456789012:user/ci.');
  });

  it('tells no cause where a message only says that something went wrong, or that all is well', () => {
    for (const text of [
      'Essential container in task exited',
      'ECS deployment circuit breaker: tasks failed to start.',
      'Waiter ServicesStable failed: Max attempts exceeded',
      '(service web) has reached a steady state.',
      '(service web) has started 2 tasks: (task abc) (task def).',
      '(service web) registered 1 targets in (target-group arn:x)',
      '(service web) (deployment ecs-svc/1) deployment completed.',
      'Scaling activity initiated by (deployment ecs-svc/1)',
    ]) {
      expect([text, lookUp(text)]).toEqual([text, undefined]);
    }
  });

  it('knows nothing of what it does not know', () => {
    for (const text of [
      '',
      ' ',
      'hello',
      'Listening on port 8080',
      'npm warn deprecated',
      'all tests passed in 3s',
    ]) {
      expect([text, recognise(text)]).toEqual([text, undefined]);
    }
  });

  it('reads quotes as JSON, and JSON in JSON, writes them', () => {
    const text = (quote: string) => `Fargate requires that ${quote}cpu${quote} be defined at the task level.`;

    for (const quote of ['"', String.raw`\"`, String.raw`\\\"`, String.raw`\'`, '’']) {
      expect([quote, recognise(text(quote))?.cause]).toEqual([quote, recognise(text("'"))?.cause]);
    }
  });

  it('gives no release up for a hint', () => {
    const hinted = recognise('The pull was refused: manifest unknown');

    expect(hinted).toMatchObject({ id: 'image.not-found', heal: 'maybe', confidence: 'medium' });
  });
});

describe('the order of the catalogue', () => {
  it.each([
    ['Spot before exit code 137', 'Your Spot Task was interrupted. (app: exit code 137)', 'spot.interrupted'],
    [
      'memory before the container that ended',
      'Essential container in task exited OutOfMemoryError: Container killed due to memory usage',
      'memory.exceeded',
    ],
    [
      'platform before "not found"',
      "CannotPullContainerError: pull image manifest has been retried 1 time(s): image Manifest does not contain descriptor matching platform 'linux/arm64': not found",
      'image.wrong-platform',
    ],
    [
      'another platform text before "not found"',
      'CannotPullContainerError: failed to find a descriptor for platform {linux/amd64}: not found',
      'image.wrong-platform',
    ],
    [
      'permission before "does not exist"',
      "CannotPullContainerError: pull access denied for r/web, repository does not exist or may require 'docker login': denied: User: arn:aws:sts::123456789012:assumed-role/x/y is not authorized to perform: ecr:BatchGetImage",
      'image.pull-denied',
    ],
    [
      'the group that is not attached before the two groups',
      'Service deployment rolled back because of invalid networking configuration: Target group arn:aws:elasticloadbalancing:x is not associated with either productionListenerRule or testListenerRule. Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.',
      'native.group-unattached',
    ],
    [
      'the role of a traffic shift before permissions in general',
      'Service deployment rolled back because PRODUCTION_TRAFFIC_SHIFT lifecycle hook(s) failed. User: arn:aws:sts::123456789012:assumed-role/x/y is not authorized to perform: elasticloadbalancing:ModifyRule on resource: arn:aws:x',
      'native.shift-denied',
    ],
    [
      'the pull that a placement event reports before the event',
      '(service web) was unable to place a task. Reason: CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref r/web:9: r/web:9: not found.',
      'image.not-found',
    ],
    [
      'what ECS said before that CodeDeploy was refused',
      'The ECS service cannot be updated due to an unexpected error: The container web did not have a container port 80 defined. (Service: AmazonECS; Status Code: 400; Error Code: InvalidParameterException; Request ID: 1b2c3d4e-0000-4000-8000-000000000000; Proxy: null). Check your ECS service status.',
      'service.container-port',
    ],
    [
      'the task that could not read its secret before permissions in general',
      'ResourceInitializationError: unable to pull secrets or registry auth: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/x/y is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:x',
      'secret.denied',
    ],
  ])('%s', (_, message, id) => {
    expect(recognise(message)?.id).toBe(id);
  });
});
