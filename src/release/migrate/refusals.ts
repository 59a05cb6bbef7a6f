import type { DeploymentGroupState } from '../../aws/codedeploy-groups.ts';
import type { ListenerState } from '../../aws/listeners.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import { EcsdeployError } from '../../model/error.ts';
import { serviceName } from '../../model/service-ref.ts';

type Group = Pick<DeploymentGroupState, 'application' | 'group'>;
type Purpose = 'production' | 'test';

/** Nothing is there to move: CodeDeploy does not release this service. */
export class NotUnderCodeDeploy extends EcsdeployError {
  constructor({ ref, controller, strategy }: Pick<ServiceState, 'ref' | 'controller' | 'strategy'>) {
    super({
      code: 'refused.not_code_deploy',
      message: `The deployment controller of "${serviceName(ref)}" is ${controller}, not CODE_DEPLOY`,
      suggestions:
        controller === 'ECS'
          ? [
              `ECS itself releases it already, with the strategy ${strategy}: deployment.strategy in ecsdeploy.yml, or --strategy, changes that.`,
            ]
          : [],
      details: { controller, strategy },
    });
  }
}

/** The group releases to more listeners than ECS could change, or to none. */
export class SeveralListeners extends EcsdeployError {
  constructor({ application, group }: Group, purpose: Purpose, listeners: readonly string[]) {
    super({
      code: 'refused.listeners',
      message: `The group ${application} / ${group} names ${listeners.length} ${purpose} listeners, and ECS changes the rule of one`,
      suggestions: [`Look with \`aws deploy get-deployment-group\`: loadBalancerInfo must have one of each.`],
      details: { purpose, listeners },
    });
  }
}

/** Not exactly two target groups, or one of them is gone. */
export class NoPairOfTargetGroups extends EcsdeployError {
  constructor({ application, group, targetGroups }: DeploymentGroupState, found: readonly string[]) {
    const missing = targetGroups.filter((name) => !found.includes(name));
    super({
      code: 'refused.target_groups',
      message:
        missing.length > 0
          ? `The group ${application} / ${group} names target groups that do not exist: ${missing.join(', ')}`
          : `The group ${application} / ${group} names ${targetGroups.length} target groups, and ECS moves traffic between two`,
      details: { targetGroups, missing },
    });
  }
}

/** The service has no container port behind the load balancer, so ECS could not be told one. */
export class NoLoadBalancer extends EcsdeployError {
  constructor({ ref, loadBalancers }: Pick<ServiceState, 'ref' | 'loadBalancers'>) {
    super({
      code: 'refused.load_balancers',
      message: `"${serviceName(ref)}" has ${loadBalancers.length} load balancer entries with a container and a port, and one is needed`,
      details: { loadBalancers },
    });
  }
}

/** No rule of the listener leads to the pair. */
export class ListenerLeadsElsewhere extends EcsdeployError {
  constructor(purpose: Purpose, { arn }: ListenerState, targetGroups: readonly string[]) {
    super({
      code: 'refused.listener_elsewhere',
      message: `No rule of the ${purpose} listener leads to ${targetGroups.join(' or ')}: ${arn}`,
      suggestions: ['Somebody changed the listener since the last release; put it right first.'],
      details: { purpose, listener: arn, targetGroups },
    });
  }
}

/** CodeDeploy changes all of them, ECS one: the others would lead to a group without tasks after the next release. */
export class SeveralRules extends EcsdeployError {
  constructor(purpose: Purpose, { arn }: ListenerState, rules: readonly { priority: string; arn: string }[]) {
    const named = rules.map(({ priority }) => priority).join(', ');
    super({
      code: 'refused.several_rules',
      message: `${rules.length} rules of the ${purpose} listener lead to the two target groups (priorities ${named}), and ECS changes only one: ${arn}`,
      suggestions: [
        'Put them together in one rule first: a rule takes several paths or hosts.',
        'Or give what the others serve a target group of its own.',
      ],
      details: { purpose, listener: arn, rules },
    });
  }
}

/** A rule sends requests to a group outside the pair too, which ECS refuses. */
export class StrangerInRule extends EcsdeployError {
  constructor(purpose: Purpose, rule: string, strangers: readonly string[]) {
    super({
      code: 'refused.stranger_in_rule',
      message: `The ${purpose} rule forwards to target groups beside the two of the group (${strangers.join(', ')}), which ECS refuses: ${rule}`,
      details: { purpose, rule, strangers },
    });
  }
}

/** Both groups have a share, or none: which one is blue cannot be told. */
export class NotOneServes extends EcsdeployError {
  constructor(rule: string, serving: readonly string[]) {
    super({
      code: 'refused.not_one_serves',
      message:
        serving.length === 0
          ? `No target group has a share of production traffic: ${rule}`
          : `${serving.join(' and ')} share production traffic, and ECS wants one that has all of it: ${rule}`,
      suggestions: ['Let the deployment in progress end, or set the weight of one group to 0.'],
      details: { rule, serving },
    });
  }
}

/** CodeDeploy itself refuses this configuration, so what the group does is not what it says. */
export class StepsBehindNetworkLoadBalancer extends EcsdeployError {
  constructor({ application, group, configuration }: DeploymentGroupState) {
    super({
      code: 'refused.network_steps',
      message: `The group ${application} / ${group} moves traffic in steps (${configuration}), but its listener is that of a Network Load Balancer, where CodeDeploy moves it all at once`,
      suggestions: ['Give the group CodeDeployDefault.ECSAllAtOnce first: that is what can be moved.'],
      details: { configuration },
    });
  }
}
