import type { ArnPlace, PolicyRepository, PolicySubject } from './policy-subject.ts';

function arn(service: string, { partition, region, account }: ArnPlace, path: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${path}`;
}

const of = ({ cluster, service }: PolicySubject['service']): string => `${cluster}/${service}`;

export function clusterArn({ place, service }: PolicySubject): string {
  return arn('ecs', place, `cluster/${service.cluster}`);
}

export function serviceArn({ place, service }: PolicySubject): string {
  return arn('ecs', place, `service/${of(service)}`);
}

/** AWS asks for actions on a service deployment on the service, too. */
export function serviceDeploymentArns(subject: PolicySubject): string[] {
  const { place, service } = subject;
  return [serviceArn(subject), arn('ecs', place, `service-deployment/${of(service)}/*`)];
}

export function serviceRevisionArns(subject: PolicySubject): string[] {
  const { place, service } = subject;
  return [serviceArn(subject), arn('ecs', place, `service-revision/${of(service)}/*`)];
}

/** Of all services of the account and region. */
export function anyServiceArns({ place }: PolicySubject): string[] {
  return [arn('ecs', place, 'service/*')];
}

export function anyServiceDeploymentArns(subject: PolicySubject): string[] {
  return [...anyServiceArns(subject), arn('ecs', subject.place, 'service-deployment/*')];
}

export function anyServiceRevisionArns(subject: PolicySubject): string[] {
  return [...anyServiceArns(subject), arn('ecs', subject.place, 'service-revision/*')];
}

export function anyTaskArns({ place }: PolicySubject): string[] {
  return [arn('ecs', place, 'task/*')];
}

export function taskArns({ place, service }: PolicySubject): string[] {
  return [arn('ecs', place, `task/${service.cluster}/*`)];
}

export function familyArns({ place, families }: PolicySubject): string[] {
  return families.map((family) => arn('ecs', place, `task-definition/${family}:*`));
}

export function repositoryArn({ place }: PolicySubject, { name, account, region }: PolicyRepository): string {
  return arn(
    'ecr',
    { ...place, account: account ?? place.account, region: region ?? place.region },
    `repository/${name}`,
  );
}

export function logStreamArns({ place, logGroups }: PolicySubject): string[] {
  return logGroups.map(({ name, region = place.region }) =>
    arn('logs', { ...place, region }, `log-group:${name}:log-stream:*`),
  );
}

/** AWS judges a look at log groups by a group without a name, so no narrower one will do. */
export function logGroupsArns({ place, logGroups }: PolicySubject): string[] {
  const regions = new Set(logGroups.map(({ region = place.region }) => region));
  return [...regions].map((region) => arn('logs', { ...place, region }, 'log-group:*'));
}

/** An ARN may lack the six characters that AWS puts behind the name. */
export function secretArn({ place }: PolicySubject, written: string): string {
  if (!written.startsWith('arn:')) return arn('secretsmanager', place, `secret:${written}-??????`);
  return /-[A-Za-z0-9]{6}$/.test(written) ? written : `${written}-??????`;
}

export function parameterArns({ place, parameters }: PolicySubject): string[] {
  return parameters.map((name) =>
    name.startsWith('arn:') ? name : arn('ssm', place, `parameter${name.startsWith('/') ? '' : '/'}${name}`),
  );
}

export function scalableTargetArns({ place }: PolicySubject): string[] {
  return [arn('application-autoscaling', place, 'scalable-target/*')];
}

export function applicationArn({ place }: PolicySubject, application: string): string {
  return arn('codedeploy', place, `application:${application}`);
}

export function groupArn({ place }: PolicySubject, application: string, group: string): string {
  return arn('codedeploy', place, `deploymentgroup:${application}/${group}`);
}

/** Deployments that ran before may have had any of them. */
export function configurationArn({ place }: PolicySubject): string {
  return arn('codedeploy', place, 'deploymentconfig:*');
}
