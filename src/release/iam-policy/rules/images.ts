import { repositoryArn } from '../arns.ts';
import type { PermissionRule } from '../permission-rule.ts';
import type { PolicySubject } from '../policy-subject.ts';

const images = (subject: PolicySubject): string[] =>
  subject.images.filter(({ isEcr }) => isEcr).map((repository) => repositoryArn(subject, repository));

/** Other registries too: ECR is asked whether the image is its own. */
const anyImages = (subject: PolicySubject): string[] =>
  subject.images.map((repository) => repositoryArn(subject, repository));

const built = (subject: PolicySubject): string[] =>
  subject.builds === undefined ? [] : [repositoryArn(subject, subject.builds)];

const builtAtEcr = (subject: PolicySubject): string[] =>
  subject.builds?.isEcr === true ? built(subject) : [];

const hasEcr = (subject: PolicySubject): boolean => images(subject).length + builtAtEcr(subject).length > 0;

/** Images that are there, and images that are built and pushed. */
export const imagePermissions: readonly PermissionRule[] = [
  {
    action: 'ecr:DescribeRepositories',
    on: (subject) => [...anyImages(subject), ...built(subject)],
    commands: ['render', 'verify', 'deploy', 'rollback', 'resume'],
    reason: 'find-image',
    optional: true,
  },
  {
    action: 'ecr:DescribeImages',
    on: (subject) => [...images(subject), ...builtAtEcr(subject)],
    commands: ['render', 'verify', 'deploy', 'rollback', 'resume'],
    reason: 'image-digest',
    optional: true,
  },
  {
    action: 'ecr:DescribeRepositories',
    on: built,
    commands: ['build', 'push'],
    reason: 'find-image',
  },
  {
    action: 'ecr:GetAuthorizationToken',
    commands: ['verify', 'deploy'],
    reason: 'registry-login',
    where: hasEcr,
    optional: true,
  },
  {
    action: 'ecr:GetAuthorizationToken',
    commands: ['build', 'push'],
    reason: 'registry-login',
    where: ({ builds }) => builds !== undefined,
  },
  ...['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'].flatMap((action): PermissionRule[] => [
    {
      action,
      on: (subject) => [...images(subject), ...builtAtEcr(subject)],
      commands: ['verify', 'deploy'],
      reason: 'read-image',
      optional: true,
    },
    { action, on: builtAtEcr, commands: ['build', 'push'], reason: 'read-image' },
  ]),
  {
    action: 'ecr:GetLifecyclePolicy',
    on: (subject) => [...images(subject), ...builtAtEcr(subject)],
    commands: ['verify', 'deploy'],
    reason: 'lifecycle-policy',
    optional: true,
  },
  {
    action: 'ecr:BatchCheckLayerAvailability',
    on: builtAtEcr,
    commands: ['push', 'deploy'],
    reason: 'check-layers',
  },
  ...['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload'].map(
    (action): PermissionRule => ({
      action,
      on: builtAtEcr,
      commands: ['push', 'deploy'],
      reason: 'push-layers',
    }),
  ),
  { action: 'ecr:PutImage', on: builtAtEcr, commands: ['push', 'deploy'], reason: 'push-image' },
];
