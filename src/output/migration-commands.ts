import type { Migration, MovedListener, RoleToCreate } from '../model/migration.ts';

/** Creates a role that ECS takes, or the way back. */
export function createRole({ name, trusts, managedPolicyArn, invokes = [] }: RoleToCreate): string[] {
  const trust = policy([{ Effect: 'Allow', Principal: { Service: trusts }, Action: 'sts:AssumeRole' }]);
  const create = `aws iam create-role --role-name ${name} --assume-role-policy-document ${quoted(trust)}`;
  if (managedPolicyArn !== undefined)
    return [create, `aws iam attach-role-policy --role-name ${name} --policy-arn ${managedPolicyArn}`];
  const invoke = policy([{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: [...invokes] }]);
  return [
    create,
    `aws iam put-role-policy --role-name ${name} --policy-name invoke --policy-document ${quoted(invoke)}`,
  ];
}

/** Changes the actions of a rule, to these. A default rule is changed by its listener. */
export function modifyRule(
  { listener, rule, isDefault }: MovedListener,
  actions: unknown,
  region: string,
): string {
  return isDefault
    ? `aws elbv2 modify-listener --region ${region} --listener-arn ${listener} --default-actions ${quoted(JSON.stringify(actions))}`
    : `aws elbv2 modify-rule --region ${region} --rule-arn ${rule} --actions ${quoted(JSON.stringify(actions))}`;
}

/** Hands the service to ECS. */
export function updateService({ updateService: input, region }: Migration): string[] {
  return `aws ecs update-service --region ${region} --cli-input-json ${quoted(JSON.stringify(input, null, 2))}`.split(
    '\n',
  );
}

export function deleteGroup({ group, region }: Migration): string {
  return `aws deploy delete-deployment-group --region ${region} --application-name ${word(group.application)} --deployment-group-name ${word(group.group)}`;
}

function policy(statement: readonly unknown[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statement });
}

function word(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : quoted(text);
}

/** As a shell takes it, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
