import type { BuildSecret } from '../../../model/image-settings.ts';
import type { Environment } from './environment.ts';

/** What the client, or what it starts, may need to reach the engine and to log in to ECR, whatever else it is used for. */
const needed = /^(?:PATH|HOME|TMPDIR|SSH_\w+|DOCKER_\w+|AWS_\w+)$/;

/**
 * The environment of every client, without the variables that build secrets come from: a build gets their values under names of
 * its own, and a push or a question has no need of them. Where a credential helper is configured they stay, because nobody
 * knows which variables it lives by.
 */
export function withoutSecrets(
  environment: Environment,
  secrets: readonly BuildSecret[],
  hasHelper: boolean,
): Environment {
  if (hasHelper) return environment;
  const hidden = new Set(secrets.flatMap(({ from }) => (from.kind === 'env' ? [from.variable] : [])));
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !hidden.has(name) || needed.test(name)),
  );
}
