import type { ApplicationInfo } from '@aws-sdk/client-codedeploy';
import type { ApplicationRecord } from '../records/application.ts';

export function applicationView({ id, name, createdAt }: ApplicationRecord): ApplicationInfo {
  return {
    applicationId: id,
    applicationName: name,
    createTime: new Date(createdAt),
    linkedToGitHub: false,
    computePlatform: 'ECS',
  };
}
