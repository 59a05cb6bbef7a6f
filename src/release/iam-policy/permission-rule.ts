import type { Permission, PermissionReason, PolicyCommand, PolicyCondition } from '../../model/iam-policy.ts';
import type { PolicySubject } from './policy-subject.ts';

/** When which commands need an action, and on what. */
export interface PermissionRule {
  readonly action: string;
  /** Absent: AWS takes no resource for it. */
  readonly on?: ((subject: PolicySubject) => readonly string[]) | undefined;
  readonly condition?: ((subject: PolicySubject) => PolicyCondition) | undefined;
  readonly commands: readonly PolicyCommand[];
  readonly reason: PermissionReason;
  /** What has to be so that it is needed at all; absent: it always is. */
  readonly where?: ((subject: PolicySubject) => boolean) | undefined;
  readonly optional?: true | undefined;
}

/** The permission of a rule for one configuration; undefined where it needs none. */
export function permissionOf(rule: PermissionRule, subject: PolicySubject): Permission | undefined {
  if (rule.where?.(subject) === false) return undefined;
  const resources = rule.on === undefined ? ['*'] : [...new Set(rule.on(subject))];
  if (resources.length === 0) return undefined;
  return {
    action: rule.action,
    resources,
    ...(rule.condition === undefined ? {} : { condition: rule.condition(subject) }),
    commands: rule.commands,
    reason: rule.reason,
    optional: rule.optional ?? false,
  };
}
