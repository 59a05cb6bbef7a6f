import type { AdvancedConfiguration, CreateServiceCommandInput, LoadBalancer } from '@aws-sdk/client-ecs';
import { describe, expect, it } from '@jest/globals';
import { ServiceError } from '../../../src/sandbox/service-error.ts';
import { Rehearsal } from './rehearsal.ts';
import { twoGroups, type TwoGroups } from './two-groups.ts';

const v1 = 'public.ecr.aws/demo/web:1';

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ServiceError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

/** How CreateService refuses load balancers that are made from a fine pair. */
function refused(
  change: (pair: TwoGroups, rehearsal: Rehearsal) => LoadBalancer[],
  more: Partial<CreateServiceCommandInput> = {},
): string {
  const rehearsal = new Rehearsal();
  const pair = twoGroups(rehearsal);
  const loadBalancers = change(pair, rehearsal);
  return refusal(() => rehearsal.createService(v1, { loadBalancers, ...more }));
}

function advanced(pair: TwoGroups, change: Partial<AdvancedConfiguration>): LoadBalancer {
  const { loadBalancer } = pair;
  return {
    ...loadBalancer,
    advancedConfiguration: { ...loadBalancer.advancedConfiguration!, ...change },
  };
}

const invalid = 'InvalidParameterException: ';

describe('the advanced configuration of a load balancer', () => {
  it('is kept and told by the service', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal);
    rehearsal.createService(v1, { loadBalancers: [pair.loadBalancer] });

    expect(rehearsal.service.loadBalancers).toEqual([pair.loadBalancer]);
  });

  it('may name the listener of a network load balancer', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal, { type: 'network' });

    expect(refusal(() => rehearsal.createService(v1, { loadBalancers: [pair.loadBalancer] }))).toBe(
      'accepted',
    );
  });

  it.each(['productionListenerRule', 'testListenerRule'] as const)(
    'needs the ARN of a rule as %s',
    (member) => {
      const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/1/2';
      expect(refused((pair) => [advanced(pair, { [member]: arn })])).toBe(
        `${invalid}${member} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ${arn}`,
      );
    },
  );

  it('takes no rule for production and for tests', () => {
    const rules: string[] = [];
    const answer = refused((pair) => {
      rules.push(pair.productionRule);
      return [advanced(pair, { testListenerRule: pair.productionRule })];
    });
    expect(answer).toBe(
      `${invalid}The following rules cannot be used as both production and test listener rules: ${rules[0]}`,
    );
  });

  it('needs a test rule where the production rule does not lead to both groups', () => {
    const answer = refused((_pair, rehearsal) => {
      const half = twoGroups(rehearsal, { name: 'half', production: [1, undefined] });
      return [advanced(half, { testListenerRule: undefined })];
    });
    expect(answer).toBe(
      `${invalid}For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both ` +
        'targetGroup and alternateTargetGroup',
    );
  });

  it('needs no test rule where the production rule leads to both groups', () => {
    expect(refused((pair) => [advanced(pair, { testListenerRule: undefined })])).toBe('accepted');
  });

  it('names each target group once', () => {
    let blue = '';
    const answer = refused((pair) => {
      ({ blue } = pair);
      return [advanced(pair, { alternateTargetGroupArn: pair.blue })];
    });
    expect(answer).toBe(`${invalid}Duplicate targetGroupArn found: ${blue}`);
  });

  it('is there for all load balancers or for none', () => {
    const answer = refused((pair, rehearsal) => [
      pair.loadBalancer,
      { targetGroupArn: rehearsal.targetGroup({ name: 'plain' }), containerName: 'app', containerPort: 8080 },
    ]);
    expect(answer).toBe(
      `${invalid}Either all or none of the provided loadBalancers must have advancedConfiguration defined`,
    );
  });

  it('is needed by every load balancer where the strategy shifts traffic, also when only the strategy changes', () => {
    const sentence =
      'advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy';
    const deploymentConfiguration = { strategy: 'BLUE_GREEN' as const, bakeTimeInMinutes: 0 };
    const plain = (rehearsal: Rehearsal): LoadBalancer => ({
      targetGroupArn: rehearsal.targetGroup({ name: 'plain' }),
      containerName: 'app',
      containerPort: 8080,
    });
    expect(
      refused((pair, rehearsal) => [pair.loadBalancer, plain(rehearsal)], { deploymentConfiguration }),
    ).toBe(`${invalid}${sentence}`);

    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1, { loadBalancers: [plain(rehearsal)] });
    expect(refusal(() => rehearsal.update({ deploymentConfiguration }))).toBe(`${invalid}${sentence}`);
    expect(rehearsal.service.deploymentConfiguration!.strategy).toBe('ROLLING');
  });

  it.each(['alternateTargetGroupArn', 'productionListenerRule', 'roleArn'] as const)('needs %s', (member) => {
    expect(refused((pair) => [advanced(pair, { [member]: undefined })])).toBe(
      `${invalid}advancedConfiguration.${member} can not be blank.`,
    );
  });

  it('is not for Classic Load Balancers', () => {
    const classic = { loadBalancerName: 'old', containerName: 'app', containerPort: 8080 };
    expect(
      refused((pair) => [{ ...classic, advancedConfiguration: pair.loadBalancer.advancedConfiguration! }]),
    ).toBe(`${invalid}advancedConfiguration field is not allowed with ELBv1 loadBalancers`);
    expect(refused((pair) => [pair.loadBalancer, classic])).toBe(
      `${invalid}All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2 (defining targetGroupArn)`,
    );
    expect(refused((pair) => [{ ...pair.loadBalancer, loadBalancerName: 'old' }])).toBe(
      `${invalid}loadBalancerName and targetGroupArn cannot both be specified`,
    );
  });
});

describe('another deployment controller', () => {
  const steady = (more: Partial<CreateServiceCommandInput> = {}): Rehearsal => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1, { deploymentConfiguration: {}, ...more });
    return rehearsal;
  };
  const moved = (rehearsal: Rehearsal, type: string): string =>
    refusal(() => rehearsal.update({ deploymentController: { type: type as 'ECS' } }));

  it('is the same one again', () => {
    expect(moved(steady(), 'ECS')).toBe('accepted');
  });

  it('is one that the sandbox cannot run yet', () => {
    expect(moved(steady(), 'EXTERNAL')).toBe(
      `${invalid}The ecsdeploy sandbox does not support updating the deployment controller from ECS to EXTERNAL yet.`,
    );
  });

  it('cannot be CODE_DEPLOY, nor what nobody knows', () => {
    expect(moved(steady(), 'CODE_DEPLOY')).toMatch(/from ECS to CODE_DEPLOY is not supported/);
    expect(moved(steady(), 'JENKINS')).toMatch(/should be one of \[ECS,CODE_DEPLOY,EXTERNAL\]/);
  });

  it('cannot come while a deployment runs', () => {
    const rehearsal = steady();
    rehearsal.release('public.ecr.aws/demo/web:2');
    expect(moved(rehearsal, 'EXTERNAL')).toMatch(/while a deployment is in progress/);
  });

  it.each([
    ['the deployment circuit breaker', { deploymentCircuitBreaker: { enable: true, rollback: true } }],
    ['deployment alarms', { alarms: { alarmNames: ['high'], rollback: true, enable: true } }],
  ])('cannot come to a service with %s', (what, deploymentConfiguration) => {
    expect(moved(steady({ deploymentConfiguration }), 'EXTERNAL')).toContain(`services that use ${what}.`);
  });

  it('cannot come to a service whose strategy shifts traffic', () => {
    const rehearsal = steady({ deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 } });
    expect(moved(rehearsal, 'EXTERNAL')).toContain('services that use the deployment strategy BLUE_GREEN.');
  });

  it('cannot come to a service with Service Connect', () => {
    const rehearsal = steady({ serviceConnectConfiguration: { enabled: true } });
    expect(moved(rehearsal, 'EXTERNAL')).toContain('services that use Service Connect.');
  });
});
