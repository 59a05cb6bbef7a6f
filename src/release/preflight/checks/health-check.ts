import type { PreflightResult } from '../../../model/preflight.ts';
import type { ContainerDefinition } from '../../../model/task-definition.ts';
import { errorOf, passed, warningOf, type PreflightCheck } from '../preflight-check.ts';
import type { PreflightSubject } from '../preflight-subject.ts';

const name = 'health-check';

/** The command of a container's health check, as far as its form tells that it cannot work. */
export const healthCheckCheck: PreflightCheck = {
  name,
  run: (_, subject) => judgeHealthChecks(subject),
};

/**
 * "The string array must start with CMD to run the command arguments directly, or CMD-SHELL to run the command with the container's
 * default shell." https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 * Pure.
 */
export function judgeHealthChecks({
  definition,
  running,
}: Pick<PreflightSubject, 'definition' | 'running'>): PreflightResult[] {
  const known = new Set((running?.containerDefinitions ?? []).map((one) => JSON.stringify(commandOf(one))));
  return definition.containerDefinitions.flatMap((container) => {
    const command = commandOf(container);
    if (command === undefined || known.has(JSON.stringify(command))) return [];
    return [judgeCommand(container.name, command)];
  });
}

function judgeCommand(container: string, command: readonly string[]): PreflightResult {
  const [kind = '', first = '', ...rest] = command;
  switch (kind) {
    case 'NONE':
      return passed(name, container);
    case 'CMD-SHELL':
      // Docker hands what follows the first string to the shell as $0, $1, ….
      return rest.length === 0
        ? passed(name, container)
        : warningOf(name, container, { kind: 'health-check-loses-words', lost: rest });
    case 'CMD':
      return rest.length === 0 && /\s/.test(first)
        ? warningOf(name, container, { kind: 'health-check-needs-shell', line: first })
        : passed(name, container);
    default:
      return errorOf(name, container, { kind: 'health-check-without-kind', command });
  }
}

function commandOf({ healthCheck }: ContainerDefinition): readonly string[] | undefined {
  const { command } = (healthCheck ?? {}) as { readonly command?: unknown };
  if (!Array.isArray(command)) return undefined;
  return command.filter((word): word is string => typeof word === 'string');
}
