import {
  anyServiceArns,
  anyServiceDeploymentArns,
  anyServiceRevisionArns,
  anyTaskArns,
  familyArns,
  repositoryArn,
} from '../arns.ts';
import type { PermissionRule } from '../permission-rule.ts';
import type { PolicySubject } from '../policy-subject.ts';

const images = (subject: PolicySubject): string[] =>
  subject.images.filter(({ isEcr }) => isEcr).map((repository) => repositoryArn(subject, repository));

const anyImages = (subject: PolicySubject): string[] =>
  subject.images.map((repository) => repositoryArn(subject, repository));

/** Who might use a revision: services, tasks, rules and schedules of the whole account and region. */
const usersOfRevisions: readonly PermissionRule[] = [
  { action: 'ecs:ListClusters', commands: ['prune'], reason: 'who-uses-revisions' },
  { action: 'ecs:ListServices', commands: ['prune'], reason: 'who-uses-revisions' },
  { action: 'ecs:ListTasks', commands: ['prune'], reason: 'who-uses-revisions' },
  {
    action: 'ecs:DescribeServices',
    on: anyServiceArns,
    commands: ['prune'],
    reason: 'who-uses-revisions',
  },
  { action: 'ecs:DescribeTasks', on: anyTaskArns, commands: ['prune'], reason: 'who-uses-revisions' },
  {
    action: 'ecs:ListServiceDeployments',
    on: anyServiceArns,
    commands: ['prune'],
    reason: 'who-uses-revisions',
  },
  {
    action: 'ecs:DescribeServiceDeployments',
    on: anyServiceDeploymentArns,
    commands: ['prune'],
    reason: 'who-uses-revisions',
  },
  {
    action: 'ecs:DescribeServiceRevisions',
    on: anyServiceRevisionArns,
    commands: ['prune'],
    reason: 'who-uses-revisions',
  },
  { action: 'events:ListEventBuses', commands: ['prune'], reason: 'rules-that-start-tasks' },
  { action: 'events:ListRules', commands: ['prune'], reason: 'rules-that-start-tasks' },
  { action: 'events:ListTargetsByRule', commands: ['prune'], reason: 'rules-that-start-tasks' },
  { action: 'scheduler:ListSchedules', commands: ['prune'], reason: 'schedules-that-start-tasks' },
  { action: 'scheduler:GetSchedule', commands: ['prune'], reason: 'schedules-that-start-tasks' },
];

/** Looking back beyond AWS's memory, retiring revisions, and keeping images. */
export const upkeepPermissions: readonly PermissionRule[] = [
  {
    action: 'ecs:ListTaskDefinitions',
    commands: ['history', 'verify', 'rollback', 'resume', 'deploy', 'prune', 'protect'],
    reason: 'list-revisions',
  },
  ...usersOfRevisions,
  { action: 'ecs:DeregisterTaskDefinition', commands: ['prune'], reason: 'retire-revisions' },
  {
    action: 'ecs:DeleteTaskDefinitions',
    on: familyArns,
    commands: ['prune'],
    reason: 'delete-revisions',
  },
  { action: 'ecr:DescribeRepositories', on: anyImages, commands: ['protect'], reason: 'find-image' },
  ...['ecr:DescribeImages', 'ecr:BatchGetImage', 'ecr:GetLifecyclePolicy'].map((action): PermissionRule => ({
    action,
    on: images,
    commands: ['protect'],
    reason: 'find-image',
  })),
  { action: 'ecr:PutImage', on: images, commands: ['protect'], reason: 'keep-tags' },
  { action: 'ecr:BatchDeleteImage', on: images, commands: ['protect'], reason: 'stale-keep-tags' },
];
