import {
  policyCommands,
  type Permission,
  type PolicyCommand,
  type PolicyDocument,
  type PolicyStatement,
} from '../../model/iam-policy.ts';

interface Group {
  readonly command: PolicyCommand;
  readonly like: Pick<Permission, 'resources' | 'condition'>;
  readonly actions: Set<string>;
}

/**
 * Permissions as a policy document: one statement for what shares resources and condition, named after the first command that needs it;
 * the commands after it in `policyCommands` may need it too. An action stands once for each set of resources.
 */
export function policyDocument(permissions: readonly Permission[]): PolicyDocument {
  const groups = new Map<string, Group>();
  const granted = new Set<string>();
  for (const command of policyCommands) {
    for (const permission of permissions.filter(({ commands }) => commands.includes(command))) {
      const { action, resources, condition } = permission;
      const where = JSON.stringify([resources, condition]);
      if (granted.has(`${action} ${where}`)) continue;
      granted.add(`${action} ${where}`);
      const key = `${command} ${where}`;
      const group = groups.get(key) ?? { command, like: permission, actions: new Set<string>() };
      group.actions.add(action);
      groups.set(key, group);
    }
  }
  const numbers = new Map<PolicyCommand, number>();
  return {
    Version: '2012-10-17',
    Statement: [...groups.values()].map((group) => {
      const number = (numbers.get(group.command) ?? 0) + 1;
      numbers.set(group.command, number);
      return statementOf(group, `${capital(group.command)}${number === 1 ? '' : number}`);
    }),
  };
}

/** How long it is to IAM, which does not count white space. */
export function charactersOf(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}

/** @param sid letters and digits only: IAM takes no others */
function statementOf({ like: { resources, condition }, actions }: Group, sid: string): PolicyStatement {
  const [only] = resources;
  return {
    Sid: sid,
    Effect: 'Allow',
    Action: [...actions].sort(),
    Resource: resources.length === 1 && only !== undefined ? only : resources,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
