import { hookEvents, type Hooks } from '../../appspec/app-spec.ts';
import { isMap, memberNamed } from '../../appspec/find-member.ts';
import { parseDataDocument } from '../../model/parse-data-document.ts';

/** What a deployment's AppSpec says, as far as we look at it. */
export interface AppSpecRevision {
  /** ARN of the task definition revision. */
  readonly taskDefinition?: string | undefined;
  readonly hooks: Hooks;
}

/** Reads what CodeDeploy was given, JSON or YAML: by us, or by anybody. Whatever cannot be read says nothing. */
export function readAppSpec(content: string): AppSpecRevision {
  // Most JSON is YAML as well.
  const parsed = parseDataDocument(new TextEncoder().encode(content), 'yaml');
  if (parsed.kind === 'problems') return { hooks: {} };
  const root = parsed.document.value;
  const resources = member(root, 'Resources');
  const [resource] = Array.isArray(resources) ? (resources as unknown[]) : [];
  const [body] = isMap(resource) ? Object.values(resource) : [];
  const taskDefinition = member(member(body, 'Properties'), 'TaskDefinition');
  return {
    taskDefinition: typeof taskDefinition === 'string' ? taskDefinition : undefined,
    hooks: hooksOf(member(root, 'Hooks')),
  };
}

function hooksOf(listed: unknown): Hooks {
  if (!Array.isArray(listed)) return {};
  const found = hookEvents.flatMap((event) => {
    const [lambda] = (listed as unknown[]).flatMap((one) => member(one, event) ?? []);
    return typeof lambda === 'string' ? [[event, lambda] as const] : [];
  });
  return Object.fromEntries(found);
}

function member(map: unknown, name: string): unknown {
  return isMap(map) ? memberNamed(map, name)?.value : undefined;
}
