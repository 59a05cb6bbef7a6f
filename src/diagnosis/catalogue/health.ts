import type { CatalogueEntry } from './entry.ts';
import { ecsGuide } from './sources.ts';

/** Health checks: the load balancer's, and the container's own. */
export const health: readonly CatalogueEntry[] = [
  {
    id: 'health.target-group-missing',
    says: ['TARGET GROUP IS NOT FOUND', 'due to TARGET IS NOT FOUND'],
    cause: 'The target group was deleted, or the task was never registered in it',
    advice: 'Recreate the service with a target group that exists; never delete one that is in use.',
    heal: 'never',
    source: [ecsGuide('service-event-messages-list')],
    examples: [
      'task set (ecs-svc/1234567890123456789) (task 0123456789abcdef0123456789abcdef) is not healthy in target-group (arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef) due to TARGET GROUP IS NOT FOUND',
      'task set (ecs-svc/1234567890123456789) (task 0123456789abcdef0123456789abcdef) is not healthy in target-group (arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef) due to TARGET IS NOT FOUND',
    ],
  },
  {
    id: 'health.load-balancer',
    says: [
      'failed ELB health checks',
      'is unhealthy in (target-group',
      'is unhealthy in (elb',
      'Health checks failed with these codes',
      'Target.ResponseCodeMismatch',
      'Target.FailedHealthChecks',
      'Target.Timeout',
    ],
    hints: [
      'ELB health check',
      'is unhealthy in',
      'is not healthy in target-group',
      'due to (reason Health checks failed',
      'due to (reason Request timed out',
    ],
    cause: "The load balancer's health check fails",
    advice:
      "A code is the wrong path (404), a redirect (301, 302) or an error of the application (5xx): correct path or matcher of the target group. A time-out is the port, the load balancer's security group, or an application that starts slowly: healthCheckGracePeriodSeconds.",
    heal: 'maybe',
    source: [
      ecsGuide('service-unhealthy-event-messages'),
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    ],
    examples: [
      'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef)',
      'Task failed ELB health checks in (elb web)',
      '(service web) (task 0123456789abcdef0123456789abcdef) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef) due to (reason Request timed out).',
      '(service web) (task 0123456789abcdef0123456789abcdef) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef) due to (reason Health checks failed with these codes: [503]).',
      '(service web) (instance i-0123456789abcdef0) (port 32768) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef) due to (reason Health checks failed with these codes: [404])',
      '(service web, taskSet ecs-svc/1234567890123456789) (task 0123456789abcdef0123456789abcdef) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef) due to (reason Health checks failed with these codes: [502]).',
      'Target.ResponseCodeMismatch',
    ],
  },
  {
    id: 'health.container',
    says: ['failed container health checks'],
    hints: ['container health check'],
    cause: "The container's own health check fails",
    advice: 'Check the healthCheck command (is curl in the image?) and its startPeriod.',
    heal: 'maybe',
    source: [ecsGuide('healthcheck')],
    examples: [
      'Task failed container health checks',
      '(service web) (task 0123456789abcdef0123456789abcdef) failed container health checks.',
    ],
  },
];
