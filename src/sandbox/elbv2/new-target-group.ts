import type { CreateTargetGroupCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { World } from '../world.ts';
import { defaultTargetGroupAttributes } from './attributes.ts';
import { applyHealthCheck, defaultHealthCheck, isHttpProtocol } from './health-check-settings.ts';
import { requireRange, validationError } from './refusals.ts';
import type { TargetGroup } from './target-group.ts';

export function newTargetGroup(world: World, input: CreateTargetGroupCommandInput): TargetGroup {
  const { account, region, random } = world;
  const name = input.Name ?? '';
  const targetType = input.TargetType ?? 'instance';
  const isLambda = targetType === 'lambda';
  requireName(name);
  if (!isLambda) {
    if (input.Protocol === undefined) throw validationError('A protocol must be specified');
    if (input.Port === undefined) throw validationError('A port must be specified');
    if (input.VpcId === undefined) throw validationError('A VPC ID must be specified');
  }
  requireRange('port', input.Port, 1, 65535);
  const isHttp = isLambda || isHttpProtocol(input.Protocol ?? 'HTTP');
  const healthCheck = defaultHealthCheck(input.Protocol, isLambda);
  applyHealthCheck(healthCheck, input);
  return {
    arn: `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/${name}/${random.hex(16)}`,
    name,
    request: JSON.stringify(input),
    targetType,
    protocol: input.Protocol,
    protocolVersion: isLambda ? undefined : (input.ProtocolVersion ?? (isHttp ? 'HTTP1' : undefined)),
    port: input.Port,
    vpcId: input.VpcId,
    ipAddressType: input.IpAddressType ?? 'ipv4',
    healthCheck,
    attributes: defaultTargetGroupAttributes(isHttp),
    targets: new Map(),
    loadBalancerArns: [],
  };
}

function requireName(name: string): void {
  if (name.length > 32)
    throw validationError(`Target group name '${name}' cannot be longer than '32' characters`);
  if (/^[a-zA-Z0-9-]+$/.test(name)) return;
  throw validationError(
    `Target group name '${name}' can only contain characters that are alphanumeric characters or hyphens(-)`,
  );
}
