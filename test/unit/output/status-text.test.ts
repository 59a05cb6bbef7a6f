import { describe, expect, it } from '@jest/globals';
import type { StatusReport } from '../../../src/model/status.ts';
import { statusText } from '../../../src/output/status-text.ts';
import { arn, digest } from './a-release.ts';
import { aPause, aShift, anApproval, time } from './a-shift.ts';
import { aReadyApproval, aReadyWait } from './a-codedeploy.ts';
import { plain } from './plain-palette.ts';

function aReport(changes: Partial<StatusReport> = {}): StatusReport {
  return {
    service: { cluster: 'demo', service: 'web' },
    at: time(0),
    account: '123456789012',
    region: 'eu-central-1',
    status: 'ACTIVE',
    controller: 'ECS',
    strategy: 'ROLLING',
    desired: 2,
    running: 2,
    pending: 0,
    taskDefinition: arn(7),
    containers: [{ name: 'web', image: 'demo/web:2', digests: [digest] }],
    commit: '4f2a9c1',
    deployments: [
      {
        id: 'ecs-svc/2',
        status: 'PRIMARY',
        taskDefinition: arn(7),
        desired: 2,
        running: 2,
        pending: 0,
        failedTasks: 1,
        rolloutState: 'COMPLETED',
        createdAt: 0,
      },
    ],
    lastDeployment: {
      arn: 'arn:aws:ecs:eu-central-1:123456789012:service-deployment/demo/web/abc',
      status: 'successful',
      createdAt: 0,
      finishedAt: 90_000,
    },
    safety: {
      circuitBreaker: { enable: true, rollback: true },
      alarms: [],
      minimumHealthyPercent: 100,
      maximumPercent: 200,
    },
    targetGroups: [
      {
        arn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1234',
        targets: [
          { id: '10.0.0.1', state: 'healthy' },
          { id: '10.0.0.2', state: 'healthy' },
          { id: '10.0.0.3', state: 'unhealthy', reason: 'Target.Timeout' },
        ],
      },
    ],
    events: [
      { id: '2', at: Date.UTC(2026, 0, 15, 9, 1), message: 'newer' },
      { id: '1', at: Date.UTC(2026, 0, 15, 9, 0), message: 'older' },
    ],
    missing: [],
    ...changes,
  };
}

describe('the status of a service', () => {
  it('stands in a few lines, the newest event and what it comes to last', () => {
    expect(statusText(aReport(), plain).split('\n')).toEqual([
      'demo/web (eu-central-1, account 123456789012)',
      '  status   ACTIVE, ECS ROLLING',
      '  revision web:7',
      '  commit   4f2a9c1',
      '  images   web: demo/web:2 (sha256:0123456789ab)',
      '  tasks    2 of 2 running',
      '  deploys  PRIMARY ecs-svc/2, web:7, 2 of 2 running, 1 failed task, COMPLETED',
      '  last     abc successful, took 1 m 30 s',
      '  safety   circuit breaker on, rolls back; no alarms; 100 % to 200 % of the tasks',
      '  targets  web: 2 healthy, 1 unhealthy (Target.Timeout)',
      '  events   2026-01-15T09:00:00Z older',
      '           2026-01-15T09:01:00Z newer',
      '2 of 2 tasks running on web:7.',
      '',
    ]);
  });

  it('says that a deployment is in progress, whatever the counts are', () => {
    const lastDeployment = { arn: 'a/b', status: 'in-progress', createdAt: 0 } as const;

    expect(statusText(aReport({ lastDeployment }), plain)).toMatch(
      /\nA deployment is in progress: in-progress\.\n$/,
    );
  });

  it('says where the traffic is, who holds it, how to answer, and that autoscaling is suspended', () => {
    const lastDeployment = {
      arn: 'arn:aws:ecs:eu-central-1:123456789012:service-deployment/demo/web/abc',
      status: 'in-progress',
      createdAt: time(-60),
      shift: aShift({ stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT', production: 10 }),
      hooks: [aPause()],
      approvals: [anApproval({ stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT' })],
    } as const;
    const scalingSuspended = {
      before: { scaleIn: true, scaleOut: false, scheduled: false },
      at: time(-120),
    };

    const lines = statusText(aReport({ lastDeployment, scalingSuspended }), plain).split('\n');

    expect(lines.slice(7, 14)).toEqual([
      '  last     abc in-progress',
      '  traffic  old 90 %, new 10 %, PRE_PRODUCTION_TRAFFIC_SHIFT',
      '  hooks    pause waits until 2026-01-16 09:00:00Z (in 1 d), then AWS rolls back',
      '  approve  before a shift of traffic (PRE_PRODUCTION_TRAFFIC_SHIFT): ecsdeploy approve --cluster demo --service web --expect abc/ecs-pause-abc',
      '           or: ecsdeploy reject --cluster demo --service web --expect abc/ecs-pause-abc',
      '  scaling  suspended for a release 2 m ago; before: scale-in suspended',
      '  safety   circuit breaker on, rolls back; no alarms; 100 % to 200 % of the tasks',
    ]);
    expect(lines.at(-2)).toBe(
      'A deployment is in progress: in-progress, waiting for approval before a shift of traffic (PRE_PRODUCTION_TRAFFIC_SHIFT); without an answer by 2026-01-16 09:00:00Z (in 1 d) AWS rolls back.',
    );
  });

  it('says within which bounds the service is scaled', () => {
    const scaling = { min: 1, max: 4, suspended: { scaleIn: false, scaleOut: false, scheduled: true } };

    expect(statusText(aReport({ scaling }), plain)).toContain(
      '  scaling  1 to 4 tasks, scheduled scaling suspended\n',
    );
  });

  it('says about when a bake ends', () => {
    const bake = { kind: 'final', endsAt: time(600) } as const;
    const shift = aShift({ stage: 'BAKE_TIME', production: 100, bake });
    const lastDeployment = { arn: 'a/b', status: 'in-progress', createdAt: 0, shift } as const;

    expect(statusText(aReport({ lastDeployment }), plain)).toContain(
      '  traffic  old 0 %, new 100 %, BAKE_TIME, bake time until about 09:10:00Z (in 10 m)\n',
    );
  });

  it('names what could not be read', () => {
    const text = statusText(aReport({ missing: [{ what: 'tasks', error: 'AccessDenied' }] }), plain);

    expect(text).toContain('\n  tasks could not be read: AccessDenied\n');
  });

  it('calls an image that is pinned by its tag, and gives the beginning of its digest', () => {
    const image = `registry.example/web@${digest}`;
    const lines = (tag?: string) =>
      statusText(aReport({ containers: [{ name: 'web', image, tag, digests: [digest] }] }), plain);

    expect(lines('4f2a9c1')).toContain('web: registry.example/web:4f2a9c1 (sha256:0123456789ab)\n');
    expect(lines()).toContain('web: registry.example/web (sha256:0123456789ab)\n');
  });
});

describe('the status of a service that CodeDeploy brings in', () => {
  const codeDeploy = { application: 'shop', group: 'web' };
  const last = { arn: 'd-A1B2C3D4E', status: 'in-progress', createdAt: 0, codeDeploy } as const;
  const ofCodeDeploy = { controller: 'CODE_DEPLOY', strategy: 'CodeDeployDefault.ECSAllAtOnce' };
  const safety = { ...aReport().safety, alarms: ['web-5xx'] };

  it('says where the traffic is, until when the old tasks stay, and on what it goes back', () => {
    const lines = statusText(
      aReport({
        ...ofCodeDeploy,
        lastDeployment: {
          ...last,
          shift: {
            strategy: 'AllAtOnce',
            stage: 'TERMINATION_WAIT',
            production: 100,
            test: 100,
            bake: { kind: 'final', endsAt: time(3_600) },
          },
        },
        safety: { ...safety, autoRollback: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
      }),
      plain,
    ).split('\n');

    expect(lines).toEqual(
      expect.arrayContaining([
        '  status   ACTIVE, CODE_DEPLOY CodeDeployDefault.ECSAllAtOnce',
        '  last     d-A1B2C3D4E in-progress (CodeDeploy shop/web)',
        '  traffic  old 0 %, new 100 %, TERMINATION_WAIT, wait before the old tasks end until about 10:00:00Z (in 1 h)',
        '  safety   automatic rollback, when the deployment fails or an alarm stops it; alarms web-5xx',
      ]),
    );
  });

  it('says that it waits for a person, and how to answer', () => {
    const text = statusText(
      aReport({
        ...ofCodeDeploy,
        lastDeployment: { ...last, hooks: [aReadyWait()], approvals: [aReadyApproval()] },
        safety: { ...safety, autoRollback: [] },
      }),
      plain,
    );

    expect(text).toContain(
      '  hooks    pause waits until 10:00:00Z (in 1 h), then CodeDeploy stops it, before production traffic has moved',
    );
    expect(text).toContain(
      '  approve  before production traffic (READY_WAIT): ecsdeploy approve --cluster demo',
    );
    expect(text).toContain('  safety   no automatic rollback; alarms web-5xx');
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      'A deployment is in progress: in-progress, waiting for approval before production traffic (READY_WAIT); without an answer by 10:00:00Z (in 1 h) CodeDeploy stops it, before production traffic has moved.',
    );
  });

  it('names the deployment that has taken it back', () => {
    const lastDeployment = {
      ...last,
      status: 'rolled-back',
      finishedAt: 90_000,
      statusReason: 'Activated alarms: web-5xx',
      rollbackDeployment: 'd-B2C3D4E5F',
    } as const;

    expect(statusText(aReport({ ...ofCodeDeploy, lastDeployment }), plain)).toContain(
      '  last     d-A1B2C3D4E rolled-back (CodeDeploy shop/web), took 1 m 30 s, taken back by deployment d-B2C3D4E5F: Activated alarms: web-5xx\n',
    );
  });
});
