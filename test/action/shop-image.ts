import path from 'node:path';
import { imageLabels } from '../../src/images/recipe/labels.ts';
import { recipeOf } from '../../src/images/recipe/recipe.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { manifestOf, RegistryUser } from '../sandbox/registry/registry-user.ts';

/**
 * Pushes the image of a commit as a build by ecsdeploy would have: with the labels that tell commit and recipe. A release of that commit finds it in
 * the registry and needs no container engine.
 */
export async function pushImage(
  sandbox: Sandbox,
  repository: string,
  service: string,
  sha: string,
): Promise<void> {
  const recipe = await recipeOf(
    {
      repository: `shop/${service}`,
      context: path.join(repository, 'services', service),
      dockerfile: path.join(repository, 'services', service, 'Dockerfile'),
      platforms: [],
      buildArgs: {},
      secrets: [],
      ssh: [],
      cacheFrom: [],
      cacheTo: [],
    },
    repository,
  );
  const config = JSON.stringify({
    os: 'linux',
    architecture: 'amd64',
    config: { Labels: imageLabels({ recipe, revision: sha }) },
  });
  const layer = `${service} of ${sha}`;
  const user = new RegistryUser(sandbox);
  for (const blob of [layer, config]) await user.pushBlob(`shop/${service}`, blob);
  const { status } = await user.putManifest(`shop/${service}`, sha, manifestOf(config, layer));
  if (status !== 201) throw new Error(`the manifest was answered with ${status}`);
}
