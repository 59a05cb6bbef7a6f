import { schedulerPaths } from './scheduler/rest-paths.ts';
import type { ServiceName } from './service-name.ts';

/** How one service is spoken to. The facts are in the `runtimeConfig.shared` of each SDK package. */
export interface ServiceEntry {
  readonly name: ServiceName;
  /** The last but one part of the credential scope. */
  readonly signingName: string;
  /** What stands before the dot in `X-Amz-Target`; absent where the service has no JSON protocol. */
  readonly target?: string;
  readonly jsonVersion?: '1.0' | '1.1';
  /** `Version=` of the Query protocol; absent where the service has none. */
  readonly queryVersion?: string;
  readonly xmlNamespace?: string;
  /** Operation → method and path, of a service that speaks REST JSON: `GET /schedules/{Name}`. */
  readonly restPaths?: Readonly<Record<string, string>>;
  /** The code of the error that a missing required member gets; undefined where the operations have their own texts. */
  readonly missingMember?: 'InvalidParameterException' | 'ValidationError' | 'ValidationException';
  /** The SDK package is loaded when its service is first called: each costs tens of milliseconds. */
  readonly load: () => Promise<Readonly<Record<string, unknown>>>;
}

export const services: readonly ServiceEntry[] = [
  {
    name: 'ecs',
    signingName: 'ecs',
    target: 'AmazonEC2ContainerServiceV20141113',
    jsonVersion: '1.1',
    load: () => import('@aws-sdk/client-ecs'),
  },
  {
    name: 'ecr',
    signingName: 'ecr',
    target: 'AmazonEC2ContainerRegistry_V20150921',
    jsonVersion: '1.1',
    missingMember: 'InvalidParameterException',
    load: () => import('@aws-sdk/client-ecr'),
  },
  {
    name: 'elbv2',
    signingName: 'elasticloadbalancing',
    queryVersion: '2015-12-01',
    xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
    missingMember: 'ValidationError',
    load: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  },
  {
    name: 'application-autoscaling',
    signingName: 'application-autoscaling',
    target: 'AnyScaleFrontendService',
    jsonVersion: '1.1',
    missingMember: 'ValidationException',
    load: () => import('@aws-sdk/client-application-auto-scaling'),
  },
  {
    name: 'cloudwatch',
    signingName: 'monitoring',
    target: 'GraniteServiceVersion20100801',
    jsonVersion: '1.0',
    queryVersion: '2010-08-01',
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    missingMember: 'ValidationError',
    load: () => import('@aws-sdk/client-cloudwatch'),
  },
  {
    name: 'codedeploy',
    signingName: 'codedeploy',
    target: 'CodeDeploy_20141006',
    jsonVersion: '1.1',
    load: () => import('@aws-sdk/client-codedeploy'),
  },
  {
    name: 'logs',
    signingName: 'logs',
    target: 'Logs_20140328',
    jsonVersion: '1.1',
    missingMember: 'InvalidParameterException',
    load: () => import('@aws-sdk/client-cloudwatch-logs'),
  },
  {
    name: 'ssm',
    signingName: 'ssm',
    target: 'AmazonSSM',
    jsonVersion: '1.1',
    missingMember: 'ValidationException',
    load: () => import('@aws-sdk/client-ssm'),
  },
  {
    name: 'secretsmanager',
    signingName: 'secretsmanager',
    target: 'secretsmanager',
    jsonVersion: '1.1',
    missingMember: 'ValidationException',
    load: () => import('@aws-sdk/client-secrets-manager'),
  },
  {
    name: 'events',
    signingName: 'events',
    target: 'AWSEvents',
    jsonVersion: '1.1',
    missingMember: 'ValidationException',
    load: () => import('@aws-sdk/client-eventbridge'),
  },
  {
    name: 'scheduler',
    signingName: 'scheduler',
    restPaths: schedulerPaths,
    missingMember: 'ValidationException',
    load: () => import('@aws-sdk/client-scheduler'),
  },
  {
    name: 'iam',
    signingName: 'iam',
    queryVersion: '2010-05-08',
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    missingMember: 'ValidationError',
    load: () => import('@aws-sdk/client-iam'),
  },
  {
    name: 'sts',
    signingName: 'sts',
    queryVersion: '2011-06-15',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    missingMember: 'ValidationError',
    load: () => import('@aws-sdk/client-sts'),
  },
];

export function serviceNamed(name: ServiceName): ServiceEntry {
  const entry = services.find((service) => service.name === name);
  if (entry === undefined) throw new Error(`no such service: ${name}`);
  return entry;
}
