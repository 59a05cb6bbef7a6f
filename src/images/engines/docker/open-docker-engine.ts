import type { Clock } from '../../../model/clock.ts';
import { EngineMissing, EngineUnreachable } from '../build-errors.ts';
import type { Engine } from '../engine.ts';
import { askClient } from './ask-client.ts';
import { checkNeeds, type BuildNeeds } from './check-needs.ts';
import { chooseClient, type AskedClient } from './choose-client.ts';
import { DockerEngine } from './docker-engine.ts';
import { variable, type Environment } from './environment.ts';
import { findClients } from './find-clients.ts';
import { PrivateConfiguration } from './private-configuration.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface DockerEngineOptions {
  readonly clock: Clock;
  /** Of the clients: where they are (`PATH`, `ECSDEPLOY_DOCKER`), which engine they talk to, and values of build secrets. */
  readonly environment: Environment;
  /** What will be built; refused at once if no client can. Without it the engine is for looking and pushing. */
  readonly needs?: BuildNeeds | undefined;
}

/**
 * Chooses the docker client with the best builder, by what each of them and its engine answer, and opens a private
 * configuration for it. Whoever opens an engine closes it.
 * @throws EngineMissing, EngineUnreachable, NeedsBuildkit, NeedsBuildx, NoPrivateFolder
 */
export async function openDockerEngine({ clock, environment, needs }: DockerEngineOptions): Promise<Engine> {
  const paths = findClients(environment);
  if (paths.length === 0) throw new EngineMissing(variable(environment, 'ECSDEPLOY_DOCKER'));
  const configuration = new PrivateConfiguration(environment);
  try {
    const ofClients = withoutSecrets(environment, needs?.secrets ?? [], configuration.hasHelper);
    const asking = { ...ofClients, ...configuration.environment };
    const asked = await Promise.all(paths.map((path) => askClient(path, asking, clock)));
    const chosen = chooseClient(asked, environment);
    if (chosen === undefined) throw unreachable(asked, environment, configuration.currentContext);
    if (needs !== undefined) checkNeeds(needs, chosen, environment);
    return new DockerEngine(chosen, configuration, { environment, ofClients }, clock);
  } catch (error) {
    configuration.remove();
    throw error;
  }
}

function unreachable(
  asked: readonly AskedClient[],
  environment: Environment,
  currentContext: string | undefined,
): EngineUnreachable {
  const silent = asked.find((client) => client.kind === 'silent');
  return new EngineUnreachable(silent?.path ?? 'docker', silent?.sentence ?? '', {
    host: variable(environment, 'DOCKER_HOST'),
    context: variable(environment, 'DOCKER_CONTEXT') ?? currentContext,
  });
}
