import type { CreateLoadBalancerCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { World } from '../world.ts';
import { defaultLoadBalancerAttributes } from './attributes.ts';
import type { LoadBalancer } from './listener.ts';
import { validationError } from './refusals.ts';

/** From `provisioning` to `active`. AWS takes minutes; nothing that the sandbox rehearses waits for it. */
const provisioningTime = 10_000;

/** The sandbox has one network; what AWS would look up in the caller's account is made up here. */
const vpcId = 'vpc-0a1b2c3d4e5f60718';
const defaultSecurityGroup = 'sg-0a1b2c3d4e5f60718';

const shortTypes = { application: 'app', network: 'net', gateway: 'gwy' } as const;

export function newLoadBalancer(world: World, input: CreateLoadBalancerCommandInput): LoadBalancer {
  const { account, region, random, timeline } = world;
  const type = input.Type ?? 'application';
  const name = input.Name ?? '';
  const subnets = input.Subnets ?? (input.SubnetMappings ?? []).map((mapping) => mapping.SubnetId ?? '');
  if (type === 'application' && subnets.length < 2) {
    throw validationError('At least two subnets in two different Availability Zones must be specified');
  }
  const scheme = input.Scheme ?? 'internet-facing';
  const arn = `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/${shortTypes[type]}/${name}/${random.hex(16)}`;
  const dnsPrefix = scheme === 'internal' ? 'internal-' : '';
  const securityGroups = type === 'application' ? [defaultSecurityGroup] : undefined;
  return {
    arn,
    name,
    type,
    request: JSON.stringify(input),
    activeAt: timeline.now() + provisioningTime,
    attributes: defaultLoadBalancerAttributes(type === 'application'),
    description: {
      LoadBalancerArn: arn,
      DNSName: `${dnsPrefix}${name}-${random.digits(10)}.${region}.elb.amazonaws.com`,
      CanonicalHostedZoneId: 'Z35SXDOTRQ7X7K',
      CreatedTime: new Date(timeline.now()),
      LoadBalancerName: name,
      Scheme: scheme,
      VpcId: vpcId,
      Type: type,
      AvailabilityZones: subnets.map((subnet, index) => ({
        ZoneName: region + 'abcdef'.charAt(index % 6),
        SubnetId: subnet,
        LoadBalancerAddresses: [],
      })),
      SecurityGroups: input.SecurityGroups ?? securityGroups,
      IpAddressType: input.IpAddressType ?? 'ipv4',
    },
  };
}
