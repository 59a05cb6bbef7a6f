import { describe, expect, it } from '@jest/globals';
import type { PreflightReason, PreflightReport } from '../../../src/model/preflight.ts';
import { describePreflightReason } from '../../../src/output/describe-preflight.ts';
import { preflightJson } from '../../../src/output/preflight-json.ts';
import { preflightText } from '../../../src/output/preflight-text.ts';
import { verifyExitCode } from '../../../src/cli/verify-exit-code.ts';
import { plain } from './plain-palette.ts';

const usedBy = ['web: DB'];

/** One of each kind; the type has a new one fail here. */
const reasons: { readonly [Kind in PreflightReason['kind']]: Extract<PreflightReason, { kind: Kind }> } = {
  'rejected-by-ecs': { kind: 'rejected-by-ecs', message: 'two containers are named web', fix: 'Rename one.' },
  'network-mode-mismatch': { kind: 'network-mode-mismatch', networkMode: 'bridge', service: 'with-subnets' },
  'health-check-without-kind': { kind: 'health-check-without-kind', command: ['curl', '-f'] },
  'health-check-loses-words': { kind: 'health-check-loses-words', lost: ['-f'] },
  'health-check-needs-shell': { kind: 'health-check-needs-shell', line: 'curl -f' },
  'image-missing': { kind: 'image-missing', what: 'image', image: 'web:1' },
  'image-archived': { kind: 'image-archived', image: 'web:1' },
  'image-expiring': {
    kind: 'image-expiring',
    image: 'web:1',
    rule: 2,
    action: 'expire',
    when: { kind: 'after-pushes', pushes: 1 },
  },
  'revision-deleted': { kind: 'revision-deleted' },
  'platform-mismatch': { kind: 'platform-mismatch', has: ['linux/amd64'], wanted: 'linux/arm64' },
  'secret-missing': { kind: 'secret-missing', region: 'eu-west-1', usedBy },
  'secret-marked-for-deletion': { kind: 'secret-marked-for-deletion', usedBy },
  'secret-not-json': { kind: 'secret-not-json', key: 'user', usedBy },
  'secret-key-missing': { kind: 'secret-key-missing', key: 'user', usedBy },
  'parameter-missing': { kind: 'parameter-missing', region: 'eu-west-1', usedBy },
  'log-group-missing': { kind: 'log-group-missing', region: 'eu-west-1', usedBy: ['web'] },
  'role-missing': { kind: 'role-missing', member: 'taskRoleArn' },
  'role-not-assumable': {
    kind: 'role-not-assumable',
    member: 'taskRoleArn',
    by: 'ecs-tasks.amazonaws.com',
    trusted: ['ec2.amazonaws.com'],
  },
  'role-of-other-account': {
    kind: 'role-of-other-account',
    member: 'taskRoleArn',
    account: '999999999999',
    own: '123456789012',
  },
  'execution-role-needed': { kind: 'execution-role-needed', for: ['secrets', 'awslogs'] },
  'target-group-missing': { kind: 'target-group-missing' },
  'balanced-container-missing': { kind: 'balanced-container-missing', container: 'web', containers: ['app'] },
  'balanced-port-not-mapped': { kind: 'balanced-port-not-mapped', container: 'web', port: 80, mapped: [] },
  'target-type-mismatch': {
    kind: 'target-type-mismatch',
    targetType: 'instance',
    networkMode: 'awsvpc',
    needed: 'ip',
  },
  deadlock: { kind: 'deadlock', desired: 1, lower: 1, upper: 1 },
  'no-rollback-at-aws': { kind: 'no-rollback-at-aws', controller: 'ecs', own: true },
  'breaker-out-of-reach': {
    kind: 'breaker-out-of-reach',
    threshold: 100,
    atOnce: 2,
    estimate: 6_000_000,
    timeout: 1_200_000,
  },
  'alarm-missing': { kind: 'alarm-missing' },
  'alarm-firing': { kind: 'alarm-firing', controller: 'codedeploy' },
  'alarm-without-data': { kind: 'alarm-without-data' },
  'grace-too-short': { kind: 'grace-too-short', observed: 90_000, tolerated: 60_000, graceSeconds: 60 },
};

const report: PreflightReport = {
  service: 'prod/web',
  family: 'web',
  results: [
    { check: 'images', subject: 'web:1', kind: 'passed' },
    {
      check: 'roles',
      subject: 'app',
      kind: 'skipped',
      because: { kind: 'permission', action: 'iam:GetRole' },
    },
    {
      check: 'parameters',
      subject: '/db',
      kind: 'finding',
      severity: 'error',
      because: reasons['parameter-missing'],
    },
    {
      check: 'rollback',
      subject: 'circuit breaker and alarms',
      kind: 'finding',
      severity: 'warning',
      because: reasons['no-rollback-at-aws'],
    },
  ],
};

const commit = '4f2a9c1d3b5a7c9e1f2a4b6c8d0e2f4a6b8c0d2e';
const gone = {
  check: 'images',
  subject: 'web:1',
  kind: 'finding',
  severity: 'error',
  because: reasons['image-missing'],
} as const;
const denied = { kind: 'permission', action: 'ecs:ListServiceDeployments' } as const;

describe('the words of a preflight', () => {
  it.each(Object.values(reasons))('have a reason and a fix for $kind', (because) => {
    const { what, fix } = describePreflightReason(because);

    expect(what).not.toMatch(/undefined|\.$|\[object/);
    expect(fix).toMatch(/^[A-Z].*\.$/);
    expect(fix).not.toContain('undefined');
  });

  it('stand in a table that ends with a count', () => {
    expect(preflightText([report], plain)).toBe(`prod/web (web, not registered)
  ok       images           web:1
  skipped  roles            app: needs iam:GetRole
  error    parameters       /db does not exist in eu-west-1, and no task starts without it (web: DB)
                            Create it, or correct the name; a name alone means the region of the service.
  warning  rollback         circuit breaker and alarms take nothing back at AWS; only ecsdeploy would, while it runs
                            Set deployment.circuitBreaker to {enable: true, rollback: true} in ecsdeploy.yml.
1 error, 1 warning, 1 ok, 1 skipped.
`);
  });

  it('say what could be gone back to, and what speaks against it', () => {
    const release = { taskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:41', commit };
    const readiness = { kind: 'not-ready', release, results: [gone] } as const;

    expect(preflightText([{ ...report, results: [], readiness }], plain)).toBe(`prod/web (web, not registered)
To go back: 4f2a9c1 (web:41)
  error    images           web:1 is not in its repository
                            Push it first, or check the tag; a lifecycle rule of ECR may have removed it.
1 error, 0 ok.
`);
    expect(preflightJson([{ ...report, readiness }])).toMatchObject([
      { readiness: { kind: 'not-ready', results: [{ text: 'web:1 is not in its repository' }] } },
    ]);
  });

  it.each([
    [{ kind: 'nothing-before' }, 'nothing, no earlier release has succeeded with another revision'],
    [
      { kind: 'not-known', because: [denied], results: [] },
      'not known\n  skipped  needs ecs:ListServiceDeployments',
    ],
  ] as const)('say it calmly where there is nothing to look at: %j', (readiness, text) => {
    expect(preflightText([{ ...report, results: [], readiness }], plain)).toBe(
      `prod/web (web, not registered)\nTo go back: ${text}\n0 ok.\n`,
    );
  });

  it('stand beside the data in JSON', () => {
    expect(preflightJson([report])).toMatchObject([
      {
        service: 'prod/web',
        results: [
          { kind: 'passed' },
          { kind: 'skipped', text: 'needs iam:GetRole' },
          {
            because: { kind: 'parameter-missing' },
            text: expect.stringMatching(/^\/db does not/),
            fix: expect.any(String),
          },
          { severity: 'warning' },
        ],
      },
    ]);
  });
});

describe('the exit code of verify', () => {
  const only = (severity: 'error' | 'warning'): PreflightReport => ({
    ...report,
    results: report.results.filter((one) => one.kind === 'finding' && one.severity === severity),
  });
  const noWayBack = {
    kind: 'not-ready',
    release: { taskDefinition: 'web:41' },
    results: [gone],
  } as const;
  const unread = { error: { code: 'service.not_found', message: 'no service', suggestions: [] } };

  it.each([
    ['an error', [only('error')], false, 32],
    ['a warning', [only('warning')], false, 0],
    ['a warning, strictly', [only('warning')], true, 32],
    ['nothing', [{ ...report, results: [] }], true, 0],
    ['no way back', [{ ...report, results: [], readiness: noWayBack }], false, 32],
    ['nothing to go back to', [{ ...report, results: [], readiness: { kind: 'nothing-before' } }], true, 0],
    ['a service that could not be read', [{ ...report, results: [] }, unread], false, 5],
  ] as const)('for %s', (_, reports, strict, expected) => {
    expect(verifyExitCode(reports, strict)).toBe(expected);
  });
});
