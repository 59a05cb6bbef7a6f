import { describe, expect, it } from '@jest/globals';
import { catalogue } from '../../../src/diagnosis/catalogue.ts';
import { failureFamilies } from '../../../src/sandbox/engine/failure-families.ts';

/** Why no `behave --failure` shows them. One that is new belongs here, or among the failures of the sandbox. */
const notShown: Readonly<Record<string, readonly string[]>> = {
  'it is what an expired, missing or wrong key is answered with, before ECS: `sandbox fault`': [
    'credentials.expired',
    'credentials.missing',
    'credentials.invalid',
    'credentials.oidc-trust',
    'permission.pass-role',
    'permission.explicit-deny',
    'permission.resource-policy',
    'permission.missing',
  ],
  'it befalls a service that runs already, of whose own role the sandbox knows nothing': [
    'role.service-role',
    'permission.changed',
    'role.trust-changed',
  ],
  'it is told by docker or the registry, before there is a task': [
    'push.not-logged-in',
    'push.denied',
    'push.repository-missing',
    'push.tag-immutable',
    'push.throttled',
    'push.refused',
    'push.index-before-images',
    'build.step-failed',
    'build.attested-index',
    'build.load-index',
  ],
  'RegisterTaskDefinition refuses it, so there never is such a revision': [
    'task-definition.concurrent-registration',
    'task-definition.cpu-invalid',
    'task-definition.fargate-size',
    'task-definition.execution-role-for-images',
    'task-definition.execution-role-for-logs',
    'task-definition.execution-role-for-secrets',
    'task-definition.host-port',
    'task-definition.secret-name-twice',
    'task-definition.too-large',
    'task-definition.not-found',
    'task-definition.role-invalid',
    'task-definition.image-invalid',
    'task-definition.size-missing',
    'task-definition.network-mode',
    'task-definition.container-name-blank',
    'task-definition.log-options',
    'task-definition.container-memory',
    'task-definition.dependency',
  ],
  'a call about the service is refused with it, before there is a deployment': [
    'service.missing',
    'service.cluster-missing',
    'service.not-found',
    'service.not-active',
    'service.revision-inactive',
    'service.codedeploy-only',
    'service.container-missing',
    'service.target-group-unused',
    'service.exists',
    'service.network-missing',
    'service.network-not-allowed',
    'service.percents',
    'service.container-port',
    'service.target-type',
    'service.too-many-deployments',
    'service.too-many-task-sets',
    'service.throttled',
    'native.rule-arn',
    'native.same-rule',
    'native.test-rule-required',
    'native.load-balancer-definition',
  ],
  'rules and groups of a shift are to blame, not its tasks: edit them in the sandbox': [
    'native.group-unattached',
    'native.groups-unattached',
    'native.two-groups-serve',
    'native.foreign-group-serves',
    'native.rule-gone',
    'native.networking',
  ],
  'what the policies of a role allow is asked by nobody here but the policy simulator': [
    'native.infrastructure-role',
    'native.targets-denied',
    'native.shift-denied',
  ],
  'hooks are told what to answer by `sandbox hook`': [
    'native.hook-not-invoked',
    'native.hook-role',
    'native.hook-said-no',
    'native.hook-failed',
    'codedeploy.hook-silent',
    'codedeploy.hook-failed',
  ],
  'CodeDeploy refuses or ends the deployment with it, whatever the tasks do': [
    'codedeploy.busy',
    'codedeploy.no-revision',
    'codedeploy.bad-appspec',
    'codedeploy.bundle-type',
    'codedeploy.no-group',
    'codedeploy.no-application',
    'codedeploy.other-controller',
    'codedeploy.elb-info',
    'codedeploy.not-continued',
    'codedeploy.role',
    'codedeploy.listener',
    'codedeploy.ecs-refused',
    'codedeploy.already-completed',
  ],
  'it only tells how a deployment fared, or that all is well; any failure brings it about': [
    'native.rolled-back',
    'codedeploy.never-healthy',
    'rollback.by-breaker',
    'deployment.breaker',
    'deployment.alarm',
    'deployment.gone',
    'deployment.throttled-starts',
    'normal.scaling',
    'normal.deployment',
    'task.failed-to-start',
    'exit.essential',
  ],
  'settings of the service are to blame, not an image': [
    'deployment.deadlock',
    'deployment.protected-tasks',
    'deployment.partly-placed',
  ],
  'it catches what is worded otherwise: `sandbox behave --stopped-reason` says any words': [
    'secret.unavailable',
    'image.pull-failed',
    'task-definition.refused',
    'service.refused',
    'codedeploy.failed',
    'resource.initialization',
    'capacity.unplaced',
  ],
  'the runtime or the program says it, and what AWS writes around it is not on record: `sandbox behave --stopped-reason`':
    [
      'command.user',
      'command.working-directory',
      'container.device',
      'container.runtime',
      'memory.heap',
      'resource.environment-file',
      'volume.mount',
    ],
  'other programs print it, about deployments that they wait for': [
    'waiter.timed-out',
    'github.no-id-token',
    'github.output-masked',
    'github.step-failed',
    'github.cancelled',
  ],
};

describe('every cause of the catalogue', () => {
  const left = Object.values(notShown).flat();
  const shown: readonly string[] = failureFamilies;

  it.each(catalogue.map(({ id }) => id))('%s can be shown by behave, or has a reason why not', (id) => {
    expect([shown.includes(id), left.includes(id)].filter(Boolean)).toHaveLength(1);
  });

  it('is named once, and is there', () => {
    expect(left.filter((id, nth) => left.indexOf(id) !== nth)).toEqual([]);
    const known = new Set(catalogue.map(({ id }) => id));
    expect(left.filter((id) => !known.has(id))).toEqual([]);
  });
});
