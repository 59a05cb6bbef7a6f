import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadTaskDefinition, type TaskDefinitionWithTags } from '../../../src/task-definitions/load.ts';
import { EcsdeployError } from '../../../src/model/error.ts';
import type { TaskDefinition } from '../../../src/model/task-definition.ts';

export function aDefinition(
  members: Record<string, unknown> = {},
  container: Record<string, unknown> = {},
): TaskDefinition {
  return {
    family: 'web',
    containerDefinitions: [{ name: 'app', image: 'shop/web:1', memory: 128, ...container }],
    ...members,
  };
}

export async function load(
  content: string | Uint8Array | object,
  { name = 'web.json', variables = {} }: { name?: string; variables?: Record<string, string> } = {},
): Promise<TaskDefinitionWithTags> {
  const directory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-taskdef-'));
  const file = path.join(directory, name);
  const text =
    typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content);
  try {
    await writeFile(file, text);
    return await loadTaskDefinition({ file, shownAs: name, variables });
  } finally {
    await rm(directory, { recursive: true });
  }
}

export async function refusal(
  content: string | Uint8Array | object,
  options: { name?: string; variables?: Record<string, string> } = {},
): Promise<EcsdeployError> {
  try {
    await load(content, options);
  } catch (error) {
    if (error instanceof EcsdeployError) return error;
    throw error;
  }
  throw new Error('it was loaded');
}
