import type { Role } from '@aws-sdk/client-iam';
import type { RoleRecord } from './state.ts';

/** Documents go out URL-encoded, as RFC 3986 has it: API_Role. */
export function encodedPolicy(json: string): string {
  return encodeURIComponent(json).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function roleView(role: RoleRecord): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodedPolicy(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    Tags: role.tags.size === 0 ? undefined : [...role.tags].map(([Key, Value]) => ({ Key, Value })),
  };
}
