import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { convertActionTemplate } from '@actions/workflow-parser/actions/action-template';
import type { TemplateParseResult } from '@actions/workflow-parser/templates/template-parse-result';
import { membersOf, treeOf, type TreeObject } from './tree.ts';

/** A file that GitHub would refuse, with everything that its schema has against it. */
export class RefusedFile extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** A workflow file, held against GitHub's schema, its rules on ids, and those on `needs`. Throws RefusedFile. */
export async function readWorkflow(file: string): Promise<TreeObject> {
  return await workflowOf(await readFile(file, 'utf8'), path.basename(file));
}

/** The same of a text. */
export async function workflowOf(content: string, name = 'workflow.yml'): Promise<TreeObject> {
  const parsed = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const converted =
    parsed.value === undefined ? undefined : await convertWorkflowTemplate(parsed.context, parsed.value);
  return accepted(
    parsed,
    (converted?.errors ?? []).map(({ Message }) => Message),
  );
}

/** An action.yml, held against GitHub's schema. Throws RefusedFile. */
export async function readAction(folder: string): Promise<TreeObject> {
  const content = await readFile(path.join(folder, 'action.yml'), 'utf8');
  const parsed = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter());
  if (parsed.value !== undefined) convertActionTemplate(parsed.context, parsed.value);
  return accepted(parsed, []);
}

function accepted({ context, value }: TemplateParseResult, further: readonly string[]): TreeObject {
  const faults = [...context.errors.getErrors().map(({ message }) => message), ...further];
  if (value === undefined || faults.length > 0) throw new RefusedFile([...new Set(faults)]);
  return membersOf(treeOf(value));
}
