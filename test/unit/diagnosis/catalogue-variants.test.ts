import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catalogue, familyOf, recognise } from '../../../src/diagnosis/catalogue.ts';

const examples = catalogue.flatMap(({ id, examples }) => examples.map((message) => ({ id, message })));
const anExample = fc.constantFrom(...examples);

const hex = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...Array.from('0123456789abcdef')),
    minLength: length,
    maxLength: length,
  });
const account = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789')),
  minLength: 12,
  maxLength: 12,
});

/** Another account, other tasks, other load balancers, another region. */
const otherIds = fc
  .record({
    account,
    task: hex(32),
    balancer: hex(16),
    region: fc.constantFrom('us-east-2', 'ap-northeast-1'),
  })
  .map(
    ({ account, task, balancer, region }) =>
      (message: string) =>
        message
          .replaceAll('123456789012', account)
          .replaceAll('0123456789abcdef0123456789abcdef', task)
          .replaceAll(/\b0123456789abcdef\b/g, balancer)
          .replaceAll('eu-west-1', region),
  );

const otherQuotes = fc
  .constantFrom('"', "'", '`', '’', '\\"')
  .map((quote) => (message: string) => message.replaceAll(/["'’`]/g, quote));

const otherSpaces = fc
  .constantFrom('  ', '\t', ' \u00A0', '   ')
  .map((space) => (message: string) => message.replaceAll(' ', space));

const otherCase = fc.constantFrom(
  (message: string) => message.toLowerCase(),
  (message: string) => message.toUpperCase(),
);

const before = fc
  .constantFrom(
    '(service web) ',
    '(service web, taskSet ecs-svc/1234567890123456789) ',
    '(service web) (deployment ecs-svc/1234567890123456789) ',
    'service (web) ',
    'Error: ',
    '##[error]',
    '2026-11-21T20:44:49.1234567Z ',
    'An error occurred (ClientException) when calling the UpdateService operation: ',
    '\u001B[31m',
    'Resource handler returned message: ',
    '    "stoppedReason": "',
  )
  .map((prefix) => (message: string) => prefix + message);

const after = fc
  .constantFrom(
    ' (Service: AmazonECS; Status Code: 400; Error Code: ClientException; Request ID: 1b2c3d4e-0000-4000-8000-000000000000; Proxy: null)',
    ', request id: 1b2c3d4e-0000-4000-8000-000000000000',
    '.',
    '",',
    ' (RequestToken: 0701da14-c43f-de88-2bc4-5819eb5dd2b8, HandlerErrorCode: GeneralServiceException)',
  )
  .map((suffix) => (message: string) => message + suffix);

const rewrites = fc.array(fc.oneof(otherIds, otherQuotes, otherSpaces, otherCase, before, after), {
  minLength: 1,
  maxLength: 4,
});

describe('variants of known messages', () => {
  it('keep their id, whatever their ids, quotes, spaces, case, and what stands around them', () => {
    fc.assert(
      fc.property(anExample, rewrites, ({ id, message }, changes) => {
        const variant = changes.reduce((text, change) => change(text), message);

        expect([variant, recognise(variant)?.id]).toEqual([variant, id]);
      }),
      { numRuns: 2000 },
    );
  });

  // Fargate cuts what it says after 255 characters, 1024 in newer versions.
  it('keep their id or their family when Fargate cuts them', () => {
    for (const { id, message } of examples) {
      const cut = message.slice(0, 255);
      expect([cut, recognise(cut)?.family]).toEqual([cut, familyOf(id)]);
    }
  });

  it('are still of a family, or not known at all, wherever they are cut', () => {
    fc.assert(
      fc.property(anExample, fc.double({ min: 0.6, max: 1, noNaN: true }), ({ id, message }, share) => {
        const cut = message.slice(0, Math.ceil(message.length * share));
        const match = recognise(cut);

        // What is left may only be enough for a sentence that is more general.
        if (match !== undefined && match.family !== familyOf(id)) {
          expect([cut, match.id, related[familyOf(id)]?.includes(match.family)]).toEqual([
            cut,
            match.id,
            true,
          ]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['CannotPullContainerError: some wording that AWS has never used', 'image'],
    ['CannotPullImageManifestError: Error response from daemon: odd', 'image'],
    [
      'CannotPullContainerError: inspect image has been retried 1 time(s): failed to resolve ref "r/web:9": unexpected status from HEAD request to https://r/v2/web/manifests/9: 403 Forbidden',
      'image',
    ],
    ['ResourceInitializationError: unable to pull secrets or registry auth: something new', 'secret'],
    ['ResourceInitializationError: something new', 'resource'],
    [
      'ResourceInitializationError: failed to validate logger args: unable to get awslogs driver arguments: awslogs-region is required',
      'logs',
    ],
    [
      'unable to pull secrets or registry auth: operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed',
      'secret',
    ],
    ['the security token you sent has expired', 'credentials'],
    ['User: arn:aws:iam::1:user/x is not authorized to call ecs', 'permission'],
    ['AccessDeniedException: nope', 'permission'],
    ['(service web) was unable to place a task. Reason: something new.', 'capacity'],
    ['Service deployment rolled back because of something new.', 'native'],
    ['Service deployment rolled back because of invalid networking configuration: a new sentence', 'native'],
    [
      'An error occurred (ClientException) when calling the RegisterTaskDefinition operation: something new',
      'task-definition',
    ],
    [
      'An error occurred (InvalidParameterException) when calling the UpdateService operation: something new',
      'service',
    ],
    ['ECS deployment circuit breaker: something new', 'deployment'],
    ['Waiter ServicesStable failed: Waiter encountered a terminal failure state', 'waiter'],
    ['OCI runtime create failed: something new', 'command'],
    ['CannotStartContainerError: something new', 'container'],
    ['Container OOMKilled', 'memory'],
    ['The ELB health check of the task failed', 'health'],
  ])('lands in its family: %s', (message, family) => {
    expect(recognise(message)).toMatchObject({ family });
  });

  it('guesses at most about words of everyday', () => {
    const words = fc.array(
      fc.constantFrom(
        'image',
        'task',
        'failed',
        'error',
        'the',
        'deploy',
        'service',
        'not',
        'ready',
        'found',
        'port',
        '8080',
      ),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(words, (list) => {
        expect(recognise(list.join(' '))).toBeUndefined();
      }),
    );
  });

  it('never fails, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(recognise(text)?.cause).not.toBe('');
      }),
    );
  });
});

// Which more general family may be all that is left of a message.
const related: Readonly<Record<string, readonly string[]>> = {
  logs: ['resource'],
  push: ['image'],
  rollback: ['native'],
};
