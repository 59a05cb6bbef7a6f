import {
  clusterArn,
  familyArns,
  serviceArn,
  serviceDeploymentArns,
  serviceRevisionArns,
  taskArns,
} from '../arns.ts';
import type { PermissionRule } from '../permission-rule.ts';
import type { PolicySubject } from '../policy-subject.ts';
import { concluding, looking } from './commands.ts';

const isNative = ({ controller }: PolicySubject): boolean => controller === 'ecs';
const service = (subject: PolicySubject): string[] => [serviceArn(subject)];
const inCluster = (subject: PolicySubject) => ({ ArnEquals: { 'ecs:cluster': clusterArn(subject) } });
const passedTo = (to: string) => () => ({ StringEquals: { 'iam:PassedToService': to } });

/** Looking, releasing and going back, with ECS itself or with CodeDeploy as the deployment controller. */
export const ecsPermissions: readonly PermissionRule[] = [
  {
    action: 'ecs:DescribeServices',
    on: service,
    commands: [...looking, 'history', 'render', 'init', 'verify', 'migrate', 'prune', 'protect'],
    reason: 'look-at-service',
  },
  {
    action: 'ecs:DescribeTaskDefinition',
    commands: [...looking, 'history', 'render', 'init', 'verify', 'prune', 'protect'],
    reason: 'look-at-revision',
  },
  { action: 'ecs:ListTasks', condition: inCluster, commands: looking, reason: 'find-tasks' },
  { action: 'ecs:DescribeTasks', on: taskArns, commands: looking, reason: 'look-at-tasks' },
  {
    action: 'ecs:DescribeServiceDeployments',
    on: serviceDeploymentArns,
    commands: [...looking, 'history', 'verify', 'prune', 'protect'],
    reason: 'look-at-deployment',
    where: isNative,
  },
  {
    action: 'ecs:ListServiceDeployments',
    on: service,
    commands: [
      'watch',
      'history',
      'diagnose',
      'verify',
      'deploy',
      'rollback',
      'resume',
      'approve',
      'prune',
      'protect',
    ],
    reason: 'find-deployment',
    where: isNative,
  },
  {
    action: 'ecs:DescribeServiceRevisions',
    on: serviceRevisionArns,
    commands: ['history', 'diagnose', 'watch', 'verify', ...concluding, 'prune', 'protect'],
    reason: 'look-at-service-revision',
    where: isNative,
  },
  {
    action: 'ecs:UpdateService',
    on: service,
    commands: ['deploy', 'rollback', 'resume'],
    reason: 'start-deployment',
    where: isNative,
  },
  {
    action: 'ecs:UpdateService',
    on: service,
    commands: ['deploy'],
    reason: 'send-grace-period',
    where: (subject) => !isNative(subject) && subject.sendsGracePeriod,
  },
  {
    action: 'ecs:StopServiceDeployment',
    on: serviceDeploymentArns,
    commands: ['deploy', 'rollback', 'resume', 'approve', 'abort'],
    reason: 'stop-deployment',
    where: isNative,
  },
  {
    action: 'ecs:ContinueServiceDeployment',
    on: serviceDeploymentArns,
    commands: ['approve', 'reject'],
    reason: 'answer-pause',
    where: (subject) => isNative(subject) && subject.pauses,
  },
  {
    action: 'ecs:ContinueServiceDeployment',
    on: serviceDeploymentArns,
    commands: ['deploy', 'resume'],
    reason: 'let-go-on',
    where: (subject) => isNative(subject) && subject.holds,
  },
  {
    action: 'ecs:RegisterTaskDefinition',
    on: familyArns,
    commands: ['deploy'],
    reason: 'register-revision',
  },
  { action: 'ecs:TagResource', on: familyArns, commands: ['deploy'], reason: 'tag-revision' },
  // What is gone back to may have been deregistered, or be so by then.
  {
    action: 'ecs:RegisterTaskDefinition',
    on: familyArns,
    commands: ['rollback', 'resume'],
    reason: 'register-again',
  },
  { action: 'ecs:TagResource', on: familyArns, commands: ['rollback', 'resume'], reason: 'register-again' },
  {
    action: 'ecs:TagResource',
    on: familyArns,
    commands: ['approve'],
    reason: 'stamp-revision',
    optional: true,
  },
  {
    action: 'iam:PassRole',
    on: ({ taskRoles }) => taskRoles,
    condition: passedTo('ecs-tasks.amazonaws.com'),
    commands: ['deploy', 'rollback', 'resume'],
    reason: 'hand-over-roles',
  },
  {
    action: 'iam:PassRole',
    on: ({ hookRoles }) => hookRoles,
    condition: passedTo('ecs.amazonaws.com'),
    commands: ['deploy', 'rollback', 'resume'],
    reason: 'hand-over-hook-roles',
    where: isNative,
  },
  {
    action: 'ecs:TagResource',
    on: service,
    commands: ['rollback'],
    reason: 'note-settings',
    where: (subject) => isNative(subject) && subject.setsAside,
    optional: true,
  },
  {
    action: 'ecs:TagResource',
    on: service,
    commands: ['approve', 'reject'],
    reason: 'note-answer',
    where: ({ pauses }) => pauses,
    optional: true,
  },
  {
    action: 'ecs:UntagResource',
    on: service,
    commands: ['rollback', 'resume', 'deploy'],
    reason: 'remove-note',
    where: (subject) => isNative(subject) && subject.setsAside,
    optional: true,
  },
  {
    action: 'ecs:TagResource',
    on: service,
    commands: ['deploy'],
    reason: 'note-scaling',
    where: ({ suspendsScaling }) => suspendsScaling,
  },
  {
    action: 'ecs:UntagResource',
    on: service,
    commands: concluding,
    reason: 'remove-note',
    where: ({ suspendsScaling }) => suspendsScaling,
    optional: true,
  },
];

/** `task` gates run the new revision once. */
export const taskGatePermissions: readonly PermissionRule[] = [
  {
    action: 'ecs:RunTask',
    on: familyArns,
    condition: inCluster,
    commands: ['deploy'],
    reason: 'run-gate-task',
    where: ({ gates }) => gates.task,
  },
  {
    action: 'ecs:TagResource',
    on: taskArns,
    commands: ['deploy'],
    reason: 'tag-gate-task',
    where: ({ gates }) => gates.task,
    optional: true,
  },
  {
    action: 'ecs:StopTask',
    on: taskArns,
    commands: ['deploy'],
    reason: 'stop-gate-task',
    where: ({ gates }) => gates.task,
    optional: true,
  },
];
