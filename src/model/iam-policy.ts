/** The commands whose permissions are known, in the order in which they are told; those that only look come first. */
export const policyCommands = [
  'status',
  'watch',
  'history',
  'diagnose',
  'render',
  'init',
  'verify',
  'deploy',
  'rollback',
  'resume',
  'approve',
  'reject',
  'abort',
  'build',
  'push',
  'migrate',
  'prune',
  'protect',
] as const;

export type PolicyCommand = (typeof policyCommands)[number];

/** Those that a role is for unless it is said otherwise: what keeps house looks at the whole account. */
export const everydayCommands: readonly PolicyCommand[] = policyCommands.filter(
  (name) => name !== 'prune' && name !== 'protect',
);

/** What a permission is for; the words are in `output/describe-permission.ts`. */
export type PermissionReason =
  | 'look-at-service'
  | 'look-at-revision'
  | 'find-tasks'
  | 'look-at-tasks'
  | 'look-at-deployment'
  | 'find-deployment'
  | 'look-at-service-revision'
  | 'start-deployment'
  | 'send-grace-period'
  | 'stop-deployment'
  | 'answer-pause'
  | 'let-go-on'
  | 'register-revision'
  | 'register-again'
  | 'tag-revision'
  | 'stamp-revision'
  | 'hand-over-roles'
  | 'hand-over-hook-roles'
  | 'note-settings'
  | 'note-answer'
  | 'note-scaling'
  | 'remove-note'
  | 'target-health'
  | 'traffic-weights'
  | 'target-groups'
  | 'target-groups-of-then'
  | 'target-group-attributes'
  | 'balancer-of-gate'
  | 'alarms-beforehand'
  | 'alarms-of-gate'
  | 'numbers-of-gate'
  | 'find-image'
  | 'image-digest'
  | 'registry-login'
  | 'read-image'
  | 'lifecycle-policy'
  | 'check-layers'
  | 'push-layers'
  | 'push-image'
  | 'secret-there'
  | 'secret-keys'
  | 'parameter-there'
  | 'log-group-there'
  | 'role-there'
  | 'read-log'
  | 'scaling-bounds'
  | 'suspend-scaling'
  | 'run-gate-task'
  | 'stop-gate-task'
  | 'tag-gate-task'
  | 'group'
  | 'codedeploy-look'
  | 'codedeploy-history'
  | 'codedeploy-configuration'
  | 'codedeploy-start'
  | 'codedeploy-app-spec'
  | 'codedeploy-alarms'
  | 'codedeploy-stop'
  | 'codedeploy-continue'
  | 'codedeploy-end-wait'
  | 'codedeploy-find-configuration'
  | 'codedeploy-new-configuration'
  | 'codedeploy-search'
  | 'list-revisions'
  | 'who-uses-revisions'
  | 'rules-that-start-tasks'
  | 'schedules-that-start-tasks'
  | 'retire-revisions'
  | 'delete-revisions'
  | 'keep-tags'
  | 'stale-keep-tags';

/** `Condition` of a statement: operator → key → value. */
export type PolicyCondition = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One action that commands call, or that AWS asks for when they call another one. */
export interface Permission {
  /** As IAM spells it: `ecs:UpdateService`. */
  readonly action: string;
  /** ARNs, with wildcards where a part is not known beforehand; `*` where AWS takes no resource. */
  readonly resources: readonly string[];
  readonly condition?: PolicyCondition | undefined;
  readonly commands: readonly PolicyCommand[];
  readonly reason: PermissionReason;
  /** Without it the command goes on, and says what it could not do. */
  readonly optional: boolean;
}

/** Where a policy is less exact than it could be, since something is not known. */
export type PolicyGap =
  /** `*` stands in its place. */
  | { readonly kind: 'unknown'; readonly what: 'account' | 'region' | 'family' | 'roles' }
  /** AWS was not asked what the service is like, so it is taken to be as the configuration says. */
  | { readonly kind: 'not-asked' }
  /** A secret may have a key of its own, which nothing here tells. */
  | { readonly kind: 'key-of-secret'; readonly secrets: readonly string[] };

/** An IAM policy document. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: PolicyCondition;
}

/** "The size of each managed policy cannot exceed 6,144 characters", white space apart: IAM quotas. */
export const longestPolicy = 6_144;

/** The least policy for one service, with what each permission is for. */
export interface LeastPolicy {
  /** `cluster/service` */
  readonly service: string;
  readonly permissions: readonly Permission[];
  readonly document: PolicyDocument;
  /** Without white space, as IAM counts them. */
  readonly characters: number;
  readonly gaps: readonly PolicyGap[];
}
