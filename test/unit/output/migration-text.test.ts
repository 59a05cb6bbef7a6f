import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { resolveEnvironment } from '../../../src/config/resolve-environment.ts';
import type { Migration } from '../../../src/model/migration.ts';
import { migrationText } from '../../../src/output/migration-text.ts';
import { settingsAsYaml } from '../../../src/output/settings-as-yaml.ts';
import { plain } from './plain-palette.ts';

const elb = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:check-web';
const role = 'arn:aws:iam::123456789012:role';

const settings: Migration['settings'] = {
  strategy: 'CANARY',
  canary: { percent: 10, bakeTimeInMinutes: 5 },
  bakeTimeInMinutes: 15,
  alarms: { names: ['web-5xx', "it's: late", '12'], enable: true, rollback: true },
  circuitBreaker: { enable: true, rollback: true },
  hooks: [
    {
      functionArn,
      roleArn: `${role}/ecsHooks`,
      stages: ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT'],
      timeoutInMinutes: 60,
      onTimeout: 'ROLLBACK',
    },
  ],
  approvals: [{ moment: 'after-test-traffic', timeoutInMinutes: 120, onTimeout: 'ROLLBACK' }],
};

const migration: Migration = {
  service: { cluster: 'prod', service: 'web' },
  region: 'eu-west-1',
  account: '123456789012',
  group: { application: 'AppECS-prod-web', group: 'DgpECS-prod-web' },
  from: {
    configuration: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
    routing: { type: 'TimeBasedCanary', percent: 10, intervalInMinutes: 5 },
  },
  settings,
  targetGroups: {
    serving: { name: 'web-blue', arn: `${elb}:targetgroup/web-blue/1` },
    alternate: { name: 'web-green', arn: `${elb}:targetgroup/web-green/2` },
  },
  listeners: [
    {
      purpose: 'production',
      loadBalancer: 'application',
      listener: `${elb}:listener/app/web/5/f`,
      rule: `${elb}:listener-rule/app/web/5/f/9`,
      isDefault: true,
      change: { before: [{ Type: 'forward', Order: 1 }], after: [{ Type: 'forward', Order: 2 }] },
    },
  ],
  roles: [
    {
      purpose: 'load-balancer',
      name: 'ecsInfrastructureRoleForLoadBalancers',
      arn: `${role}/ecsInfrastructureRoleForLoadBalancers`,
      trusts: 'ecs.amazonaws.com',
      managedPolicyArn: 'arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers',
    },
  ],
  updateService: { cluster: 'prod', service: "it's" },
  hooks: {
    known: true,
    hooks: [{ event: 'AfterAllowTestTraffic', stage: 'POST_TEST_TRAFFIC_SHIFT', functionArn }],
  },
  blockers: [{ kind: 'deployment-in-progress', deployment: 'd-A1B2C3D4E' }],
  differences: [{ kind: 'one-rule' }, { kind: 'history-begins-anew' }],
};

const text = (different: Partial<Migration> = {}): string =>
  migrationText({ ...migration, ...different }, 'web', plain);

describe('the text of a migration', () => {
  it('says what is, what it becomes, and what has to wait', () => {
    expect(text().split('\n').slice(0, 12)).toEqual([
      'prod/web: from CodeDeploy to CANARY of ECS itself',
      'Nothing was changed. This is what to do, for this service as it stands now.',
      '',
      '  today    AppECS-prod-web / DgpECS-prod-web, CodeDeployDefault.ECSCanary10Percent5Minutes: 10 %, and all after 5 m',
      '  becomes  canary: 10 %, 5 m bake, then 100 %, 15 m bake',
      '  serves   web-blue, in turns with web-green',
      "  alarms   web-5xx, it's: late, 12",
      '  approve  after-test-traffic, 2 h',
      '  hooks    check-web (AfterAllowTestTraffic → POST_TEST_TRAFFIC_SHIFT)',
      '',
      'Not yet: d-A1B2C3D4E has not ended, and AWS changes no deployment controller during a deployment.',
      '',
    ]);
  });

  it('has the steps in order, with what may be taken back before what may not', () => {
    const titles = text().match(/^\d\. .*$/gm);

    expect(titles).toEqual([
      '1. Create the role that ECS takes to change a rule',
      '2. Have the production rule forward to both target groups, all of it to web-blue as now',
      '3. Stop whatever starts deployments of CodeDeploy: pipelines, schedules, people',
      '4. Hand the service to ECS: the step that is not taken back',
      '5. See it through, and look who serves',
      '6. Let ecsdeploy.yml say it, in place of what it says of CodeDeploy',
      '7. Release once, and go back once, while somebody looks',
      '8. Delete the group DgpECS-prod-web, and its service role if nothing else takes it',
    ]);
  });

  it('leaves out the rules that stand well already, and numbers the rest', () => {
    const [listener] = migration.listeners;
    if (listener === undefined) throw new Error('the migration has a listener');

    const told = text({ listeners: [{ ...listener, change: undefined }] });

    expect(told).not.toContain('modify-listener');
    expect(told).toContain('3. Hand the service to ECS');
    expect(told).toContain('since step 3.');
  });

  it('has commands that a shell can take, whatever is in a name', () => {
    expect(text()).toContain(
      `aws elbv2 modify-listener --region eu-west-1 --listener-arn ${elb}:listener/app/web/5/f --default-actions '[{"Type":"forward","Order":2}]'`,
    );
    expect(text()).toContain(`"service": "it'\\''s"`);
  });

  it('says that hooks are not known, and why', () => {
    expect(text({ hooks: { known: false, because: 'not-inline' } })).toContain(
      'hooks    not known: the AppSpec of the last deployment is kept elsewhere (S3); look there',
    );
  });

  it.each<Migration['settings']>([
    settings,
    { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0, circuitBreaker: { enable: true, rollback: true } },
    { strategy: 'LINEAR', linear: { percent: 25, bakeTimeInMinutes: 3 }, bakeTimeInMinutes: 10 },
  ])('prints an ecsdeploy.yml that is valid and says the same: %j', async (some) => {
    const startDirectory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-migration-'));
    const place = { region: 'eu-west-1', cluster: 'prod', name: 'shop', service: 'web' };
    const lines = settingsAsYaml({ ...place, settings: some });
    await writeFile(path.join(startDirectory, 'ecsdeploy.yml'), `${lines.join('\n')}\n`);

    const config = await loadConfig({ startDirectory, variables: {} });
    const [service] = resolveEnvironment(config, undefined, {}).services;

    expect(service).toMatchObject({ name: 'shop', cluster: 'prod', service: 'web', deployment: some });
  });
});
