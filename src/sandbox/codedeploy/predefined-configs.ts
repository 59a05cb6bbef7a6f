import type { DeploymentConfigRecord, TrafficRouting } from './records/deployment-config.ts';

export const predefinedPrefix = 'CodeDeployDefault.';

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html (of the platform ECS) */
const routings: Readonly<Record<string, TrafficRouting>> = {
  ECSAllAtOnce: { type: 'AllAtOnce' },
  ECSLinear10PercentEvery1Minutes: { type: 'TimeBasedLinear', percent: 10, interval: 1 },
  ECSLinear10PercentEvery3Minutes: { type: 'TimeBasedLinear', percent: 10, interval: 3 },
  ECSCanary10Percent5Minutes: { type: 'TimeBasedCanary', percent: 10, interval: 5 },
  ECSCanary10Percent15Minutes: { type: 'TimeBasedCanary', percent: 10, interval: 15 },
};

/** The configuration that a group and a rollback have when nobody says otherwise. */
export const allAtOnce = `${predefinedPrefix}ECSAllAtOnce`;

/** The five that every account has for ECS. Their ids have AWS's form for predefined ones; the numbers are the sandbox's. */
export function predefinedConfigs(createdAt: number): DeploymentConfigRecord[] {
  return Object.entries(routings).map(([name, routing], index) => ({
    id: `00000000-0000-0000-0000-00000000001${index}`,
    name: `${predefinedPrefix}${name}`,
    createdAt,
    routing,
    isPredefined: true,
  }));
}

const otherPlatforms =
  /^(?:OneAtATime|HalfAtATime|AllAtOnce|LambdaAllAtOnce|LambdaCanary10Percent(?:5|10|15|30)Minutes|LambdaLinear10PercentEvery(?:1|2|3|10)Minutes?)$/;

/** Whether a name is one of those that AWS predefines for instances or for Lambda, which the sandbox does not have. */
export function isOfAnotherPlatform(name: string): boolean {
  return name.startsWith(predefinedPrefix) && otherPlatforms.test(name.slice(predefinedPrefix.length));
}
