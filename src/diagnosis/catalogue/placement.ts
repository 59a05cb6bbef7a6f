import type { CatalogueEntry } from './entry.ts';
import { ecsGuide, thread } from './sources.ts';

const events = ecsGuide('service-event-messages-list');

/** Where a task may run: capacity, quotas, and how the scheduler counts. */
export const placement: readonly CatalogueEntry[] = [
  {
    id: 'deployment.deadlock',
    says: [
      'unable to stop or start tasks during a deployment because of the service deployment configuration',
    ],
    hints: ['because of the service deployment configuration', 'minimumHealthyPercent or maximumPercent'],
    cause: 'minimumHealthyPercent and maximumPercent leave no room to replace a task',
    advice: 'Raise maximumPercent or lower minimumHealthyPercent.',
    heal: 'never',
    source: [events, thread('aws/containers-roadmap', 485)],
    examples: [
      '(service web) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
    ],
  },
  {
    id: 'capacity.port-in-use',
    says: ['is already using a port required by your task', 'RESOURCE:PORTS', 'port is already allocated'],
    hints: ['already using a port'],
    cause: 'The port of the task is taken on every instance, usually by the task that it shall replace',
    advice:
      'Let Docker choose the port (hostPort 0), add an instance, or stop the old task first: minimumHealthyPercent 0 and maximumPercent 100.',
    heal: 'maybe',
    source: [events, thread('aws-actions/amazon-ecs-deploy-task-definition', 113)],
    examples: [
      '(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef is already using a port required by your task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
    ],
  },
  {
    id: 'capacity.agent',
    says: [
      "no container instance met all of its requirements. … encountered error 'AGENT'",
      "no container instance met all of its requirements. … doesn't have the agent connected",
      "container-instance … encountered error 'AGENT'",
      "doesn't have the agent connected",
    ],
    hints: ['the agent connected'],
    cause: 'The ECS agent of the instance that would fit is not connected',
    advice: 'Restart the agent on the instance, or replace the instance.',
    heal: 'maybe',
    source: [events],
    examples: [
      '(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef encountered error "AGENT". For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
      "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef doesn't have the agent connected.",
    ],
  },
  {
    id: 'capacity.attribute',
    says: ['is missing an attribute required by your task'],
    hints: ['missing an attribute'],
    cause:
      'No instance has an attribute that the task requires: log driver, network mode, GPU, CPU or placement constraint',
    advice:
      "Compare `requiresAttributes` of the task definition and its placement constraints with the instance's attributes, and update the agent.",
    heal: 'maybe',
    source: [events],
    examples: [
      '(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef is missing an attribute required by your task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
    ],
  },
  {
    id: 'capacity.instances',
    says: [
      'no container instance met all of its requirements',
      'No Container Instances were found',
      'has insufficient CPU units available',
      'has insufficient memory available',
      'EMPTY CAPACITY PROVIDER',
    ],
    hints: [
      'no container instance',
      'met all of its requirements',
      'RESOURCE:CPU',
      'RESOURCE:MEMORY',
      'closest matching',
    ],
    cause: 'No container instance has room for the task',
    advice: 'Add capacity, or free CPU, memory or the port that the message names.',
    heal: 'maybe',
    source: [
      events,
      thread('aws-actions/amazon-ecs-deploy-task-definition', 260),
      thread('aws/containers-roadmap', 675),
    ],
    examples: [
      '(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef has insufficient CPU units available. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
      '(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef has insufficient memory available.',
      '(service web) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
      '(service web) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your capacity provider.',
    ],
  },
  {
    id: 'capacity.quota',
    says: ["You've reached the limit on the number of", 'reached the limit on the number of'],
    hints: ['you can run concurrently', 'reached the limit'],
    cause: 'An account quota of Fargate is used up: the number of <what|tasks> that run at once',
    advice:
      'Raise the quota (Service Quotas, AWS Fargate), or release fewer services at once; strategies with two sets of tasks need double for a while.',
    heal: 'maybe',
    reads: [/limit on the number of (?<what>tasks|vCPUs)/i],
    source: [events, ecsGuide('service-quotas')],
    examples: [
      "(service web) was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently.",
      "(service web) was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently.",
    ],
  },
  {
    id: 'capacity.size-quota',
    says: ['configuration is above your limit'],
    hints: ['above your limit'],
    cause: 'The task is larger than the account may run: its <what|size>',
    advice: 'Raise the quota, or make the task smaller.',
    heal: 'never',
    reads: [/requested (?<what>\w+) configuration/i],
    source: [events],
    examples: [
      '(service web) was unable to place a task. Reason: The requested CPU configuration is above your limit.',
      '(service web) was unable to place a task. Reason: The requested MEMORY configuration is above your limit.',
    ],
  },
  {
    id: 'capacity.zone',
    says: ['unable to place a task. Reason: Internal error'],
    cause: 'A subnet of the service lies in a zone without Fargate',
    advice: 'Use subnets in zones that have Fargate.',
    heal: 'never',
    confidence: 'medium',
    source: [events],
    examples: ['(service web) was unable to place a task. Reason: Internal error.'],
  },
  {
    id: 'capacity.provisioning-limit',
    says: ['provisioning capacity limit was exceeded'],
    hints: ['provisioning capacity limit', 'unable to place tasks in your cluster'],
    cause: 'Too many tasks of the cluster are being provisioned at once (500)',
    advice: 'Release fewer services at once, or one after the other.',
    heal: 'maybe',
    source: [events],
    examples: [
      '(service web) was unable to place tasks in your cluster because the tasks provisioning capacity limit was exceeded.',
    ],
  },
  {
    id: 'capacity.agent-silent',
    says: ['Timed out waiting for Amazon ECS Agent to start'],
    hints: ['waiting for Amazon ECS Agent', '/var/log/ecs/ecs-agent.log'],
    cause: 'The ECS agent of an instance does not start',
    advice: 'Read /var/log/ecs/ecs-agent.log on the instance, and restart the agent.',
    heal: 'maybe',
    source: [events],
    examples: [
      'Timed out waiting for Amazon ECS Agent to start. Please check logs at /var/log/ecs/ecs-agent.log',
    ],
  },
  {
    id: 'deployment.protected-tasks',
    says: [
      'number of protected tasks are more than the desired count',
      'unable to scale in due to (reason … under protection',
      'was unable to scale in',
    ],
    hints: ['protected tasks', 'tasks under protection'],
    cause: 'Old tasks are protected from scale-in, so the deployment cannot end',
    advice: 'Wait until their protection expires, or clear it (`aws ecs update-task-protection`).',
    heal: 'maybe',
    source: [events, ecsGuide('task-scale-in-protection')],
    examples: [
      '(service web) was unable to reach steady state because task set (ecs-svc/1234567890123456789) was unable to scale in. Reason: The number of protected tasks are more than the desired count of tasks',
      '(service web) was unable to reach steady state because (taskSet ecs-svc/1234567890123456789) was unable to scale in due to (reason 2 tasks under protection)',
    ],
  },
  {
    id: 'deployment.partly-placed',
    says: ['could not launch … tasks for deployment'],
    hints: ['could not launch … tasks'],
    cause: 'A part of the tasks found no capacity',
    advice: 'The reason stands in the message, or in the events before it: capacity, quotas, or addresses.',
    heal: 'maybe',
    confidence: 'medium',
    source: [events],
    examples: ['(service web) could not launch 3 tasks for deployment ecs-svc/1234567890123456789.'],
  },
  {
    id: 'deployment.throttled-starts',
    says: ['is unable to consistently start tasks successfully'],
    hints: ['unable to consistently start tasks'],
    cause: 'Tasks have failed to start again and again, and ECS now waits up to 15 minutes between attempts',
    advice: 'Look why the tasks stop (`ecsdeploy diagnose`); a new revision ends the waiting.',
    heal: 'never',
    kind: 'symptom',
    source: [ecsGuide('service-throttle-logic')],
    examples: [
      '(service web) is unable to consistently start tasks successfully.',
      '(service web) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.',
    ],
  },
  {
    id: 'capacity.unplaced',
    says: [],
    hints: ['was unable to place a task', 'unable to place'],
    cause: 'ECS found no place for a task',
    advice: 'The reason stands at the end of the message.',
    heal: 'maybe',
    source: [events],
    examples: [],
  },
];
