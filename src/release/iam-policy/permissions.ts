import {
  everydayCommands,
  policyCommands,
  type Permission,
  type PolicyCommand,
} from '../../model/iam-policy.ts';
import { permissionOf, type PermissionRule } from './permission-rule.ts';
import type { PolicySubject } from './policy-subject.ts';
import { codeDeployPermissions } from './rules/codedeploy.ts';
import { ecsPermissions, taskGatePermissions } from './rules/ecs.ts';
import { imagePermissions } from './rules/images.ts';
import { upkeepPermissions } from './rules/upkeep.ts';
import { healthPermissions, scalingPermissions, taskNeedsPermissions } from './rules/surroundings.ts';

/** Everything that any command may need, whatever the configuration. */
export const permissionRules: readonly PermissionRule[] = [
  ...ecsPermissions,
  ...taskGatePermissions,
  ...codeDeployPermissions,
  ...healthPermissions,
  ...taskNeedsPermissions,
  ...scalingPermissions,
  ...imagePermissions,
  ...upkeepPermissions,
];

/**
 * What the commands need for this configuration, and nothing that it does not use. Pure.
 * @param commands absent: those of every day
 */
export function permissionsFor(
  subject: PolicySubject,
  commands: readonly PolicyCommand[] = everydayCommands,
): Permission[] {
  return permissionRules.flatMap((rule) => {
    const needed = policyCommands.filter((name) => rule.commands.includes(name) && commands.includes(name));
    if (needed.length === 0) return [];
    return permissionOf({ ...rule, commands: needed }, subject) ?? [];
  });
}
