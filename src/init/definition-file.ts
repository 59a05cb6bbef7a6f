import type { DraftDefinition, HiddenSecret } from '../model/initialised.ts';
import type { Tag, TaskDefinition } from '../model/task-definition.ts';
import { tagsOfNewRevision } from '../task-definitions/tags.ts';
import { hideSecrets } from './hide-secrets.ts';
import { literalInDefinition, mapTexts } from './literal.ts';

type Members = Readonly<Record<string, unknown>>;

// What AWS gives back empty although nobody has set it.
const emptyByAws: ReadonlySet<string> = new Set([
  'environment',
  'environmentFiles',
  'mountPoints',
  'placementConstraints',
  'portMappings',
  'secrets',
  'systemControls',
  'volumes',
  'volumesFrom',
]);

export interface DefinitionFile {
  readonly file: DraftDefinition;
  readonly secrets: readonly HiddenSecret[];
}

/**
 * A revision as a file that `ecsdeploy` reads: the input of RegisterTaskDefinition, without the empty lists that AWS adds, and without
 * AWS's tags and ours.
 * @param copySecrets leaves values that look like secrets in it
 */
export function definitionFile(
  name: string,
  { definition, tags }: { readonly definition: TaskDefinition; readonly tags: readonly Tag[] },
  { copySecrets }: { readonly copySecrets: boolean },
): DefinitionFile {
  const { family, containerDefinitions, ...rest } = definition;
  const own = tagsOfNewRevision(tags, []).tags;
  const whole = {
    family,
    ...withoutEmpty(rest),
    containerDefinitions: containerDefinitions.map(withoutEmpty),
    ...(own.length === 0 ? {} : { tags: own }),
  };
  const literal = mapTexts(whole, literalInDefinition) as Members;
  const { value, secrets } = hideSecrets(literal);
  return { file: { path: definitionPath(name), value: copySecrets ? literal : value }, secrets };
}

/** Where the task definition of a service is written, relative to the configuration. */
export function definitionPath(name: string): string {
  return `${name.replaceAll(/[^\w.-]+/g, '-')}.task-definition.json`;
}

function withoutEmpty(members: Members): Members {
  const kept = Object.entries(members).filter(
    ([name, value]) =>
      value !== null && !(emptyByAws.has(name) && Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept);
}
