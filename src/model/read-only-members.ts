/** What DescribeTaskDefinition adds and RegisterTaskDefinition refuses. */
const readOnlyMembers: ReadonlySet<string> = new Set([
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
]);

/** A description as an input again: people keep the output of `describe-task-definition` as their file. */
export function withoutReadOnlyMembers<Member>(
  definition: Readonly<Record<string, Member>>,
): Record<string, Member> {
  return Object.fromEntries(Object.entries(definition).filter(([name]) => !readOnlyMembers.has(name)));
}
