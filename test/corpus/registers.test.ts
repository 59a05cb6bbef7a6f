import { expect, it } from '@jest/globals';
import { createClients } from '../../src/aws/clients.ts';
import { openAws } from '../../src/aws/open-aws.ts';
import { registerTaskDefinition, requireTaskDefinition } from '../../src/aws/task-definitions.ts';
import type { Aws } from '../../src/aws/aws.ts';
import { EcsdeployError } from '../../src/model/error.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { checkTaskDefinition } from '../../src/task-definitions/check.ts';
import { compareTaskDefinitions } from '../../src/task-definitions/compare.ts';
import { loadTaskDefinition, type TaskDefinitionWithTags } from '../../src/task-definitions/load.ts';
import { renderTaskDefinition } from '../../src/task-definitions/render.ts';
import { corpusFiles, describeCorpus } from './corpus-files.ts';
import { lostLeaves } from './leaves.ts';

function awsOf(sandbox: Sandbox): Aws {
  const clients = createClients({
    region: sandbox.region,
    requestHandler: sandbox.requestHandler(),
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  return openAws({ clients, clock: sandbox.clock, random: () => 0.5 });
}

/** The file as it would be registered, its placeholders for images filled; undefined: refused before, as
 * task-definitions.test.ts shows. */
async function rendered(file: string): Promise<TaskDefinitionWithTags | undefined> {
  try {
    const loaded = await loadTaskDefinition({ file, variables: {} });
    const unfilled = loaded.definition.containerDefinitions.filter(({ image = '' }) =>
      /^$|[$<{]/.test(image),
    );
    return renderTaskDefinition(loaded, new Map(unfilled.map(({ name }) => [name, 'shop/web:1'])));
  } catch (error) {
    if (error instanceof EcsdeployError) return undefined;
    throw error;
  }
}

// AWS orders these as it likes.
const unordered = (value: object): unknown =>
  JSON.parse(
    JSON.stringify(value, (name, item: unknown) =>
      ['environment', 'secrets'].includes(name) && Array.isArray(item)
        ? [...(item as { name: string }[])].sort((a, b) => a.name.localeCompare(b.name))
        : item,
    ),
  );

describeCorpus('published task definitions on the sandbox (../shared/corpus)', () => {
  it.each(corpusFiles('taskdef'))('$name registers and reads back equal, or is refused', async ({ file }) => {
    const wanted = await rendered(file);
    if (wanted === undefined) return;
    const sandbox = new Sandbox();
    const aws = awsOf(sandbox);

    const findings = checkTaskDefinition(wanted.definition);
    const registering = registerTaskDefinition(aws, wanted.definition, wanted.tags);
    const refusal = await registering.then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    if (refusal !== undefined) {
      expect(refusal).toBeInstanceOf(EcsdeployError);
      expect(refusal.message).not.toMatch(/[\r\n]|undefined|\[object/);
      return;
    }
    // What our own checks find, AWS is sure to reject.
    expect(findings).toEqual([]);

    const back = await requireTaskDefinition(aws, wanted.definition.family);
    expect(compareTaskDefinitions(wanted.definition, back.definition)).toEqual([]);
    expect(compareTaskDefinitions(back.definition, wanted.definition)).toEqual([]);
    expect(lostLeaves(unordered(wanted.definition), unordered(back.definition))).toEqual([]);
    expect(back.tags).toEqual(wanted.tags);
  });
});
