import type { AdvancedConfiguration, DeploymentStrategy, LoadBalancer } from '@aws-sdk/client-ecs';
import type { World } from '../../world.ts';
import { invalidParameter } from '../refusals.ts';
import { ruleNamed } from '../traffic/find-rule.ts';
import { weightsIn } from '../traffic/forward-weights.ts';

const arnPattern =
  /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:(listener-rule\/app\/[^/]+\/[^/]+\/[^/]+\/[^/]+|listener\/net\/[^/]+\/[^/]+\/[^/]+)$/;

/** Refuses what the strategy cannot shift traffic with; the texts are in 2.3.2 of the specification. */
export function checkAdvancedConfigurations(
  world: World,
  loadBalancers: readonly LoadBalancer[],
  strategy: DeploymentStrategy,
): void {
  const given = loadBalancers.filter(({ advancedConfiguration }) => advancedConfiguration !== undefined);
  if (strategy !== 'ROLLING' && given.length < loadBalancers.length) {
    throw invalidParameter(
      'advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy',
    );
  }
  if (given.length > 0 && given.length < loadBalancers.length) {
    throw invalidParameter(
      'Either all or none of the provided loadBalancers must have advancedConfiguration defined',
    );
  }
  for (const { advancedConfiguration = {} } of given) checkMembers(advancedConfiguration);
  checkRulesApart(given.map(({ advancedConfiguration = {} }) => advancedConfiguration));
  for (const loadBalancer of given) checkTestRule(world, loadBalancer);
}

function checkMembers(configuration: AdvancedConfiguration): void {
  for (const member of ['alternateTargetGroupArn', 'productionListenerRule', 'roleArn'] as const) {
    // The text is the sandbox's own.
    if (configuration[member] === undefined)
      throw invalidParameter(`advancedConfiguration.${member} can not be blank.`);
  }
  for (const member of ['productionListenerRule', 'testListenerRule'] as const) {
    const arn = configuration[member];
    if (arn === undefined || arnPattern.test(arn)) continue;
    throw invalidParameter(
      `${member} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ${arn}`,
    );
  }
}

function checkRulesApart(configurations: readonly AdvancedConfiguration[]): void {
  const production = new Set(configurations.map(({ productionListenerRule }) => productionListenerRule));
  const both = configurations
    .map(({ testListenerRule }) => testListenerRule)
    .filter((arn) => arn !== undefined && production.has(arn));
  if (both.length === 0) return;
  throw invalidParameter(
    `The following rules cannot be used as both production and test listener rules: ${[...new Set(both)].join(', ')}`,
  );
}

/** A rule that is not there is found out when a deployment starts. */
function checkTestRule(
  world: World,
  { targetGroupArn = '', advancedConfiguration = {} }: LoadBalancer,
): void {
  const {
    productionListenerRule = '',
    testListenerRule,
    alternateTargetGroupArn = '',
  } = advancedConfiguration;
  const rule = ruleNamed(world, productionListenerRule);
  const isNetwork = productionListenerRule.includes(':listener/net/');
  if (testListenerRule !== undefined || rule === undefined || isNetwork) return;
  const groups = weightsIn(rule.actions);
  if (groups.has(targetGroupArn) && groups.has(alternateTargetGroupArn)) return;
  throw invalidParameter(
    'For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup ' +
      'and alternateTargetGroup',
  );
}
