/** What a file holds, told by its members; each kind has its own sentence when it is no task definition. */
export type FileKind =
  | {
      readonly kind: 'task-definition';
      readonly value: Members;
      readonly tags?: unknown;
      /** Where in the file it stands. */
      readonly within: readonly string[];
    }
  | { readonly kind: 'other'; readonly what: string; readonly suggestion?: string };

type Members = Readonly<Record<string, unknown>>;

/** Tells a task definition, bare or as described, from the files that lie beside it in a repository. */
export function fileKindOf(data: unknown): FileKind {
  if (Array.isArray(data)) return containerList(data);
  if (!isMap(data)) return { kind: 'other', what: describeScalar(data) };
  const described = data['taskDefinition'];
  if (isMap(described) && !Object.hasOwn(data, 'containerDefinitions')) {
    const inner = fileKindOf(described);
    if (inner.kind === 'other') return inner;
    return { ...inner, tags: inner.tags ?? tagsOf(data), within: ['taskDefinition', ...inner.within] };
  }
  if (Object.hasOwn(data, 'containerDefinitions')) {
    const { Tags: capital, ...value } = data;
    return { kind: 'task-definition', value, tags: data['tags'] ?? capital, within: [] };
  }
  return other(data);
}

function other(data: Members): FileKind {
  const has = (name: string): boolean => Object.hasOwn(data, name);
  if (has('ContainerDefinitions')) {
    return {
      kind: 'other',
      what: 'a task definition in the spelling of CloudFormation (ContainerDefinitions)',
      suggestion: 'Write the members as the API does: containerDefinitions, name, image.',
    };
  }
  if (has('AWSTemplateFormatVersion') || isMap(data['Resources'])) return is('a CloudFormation template');
  if (has('Resources')) return is('an AppSpec of CodeDeploy');
  if (isMap(data['services'])) return is('a Compose file');
  if (has('apiVersion') && has('kind')) return is(`a Kubernetes-style manifest (${shown(data['kind'])})`);
  if (has('jobs') && has('on')) return is('a GitHub workflow');
  if (has('service_definition') || has('task_definition')) return is('a configuration of ecspresso');
  if (serviceMembers.some(has)) return is('a service definition');
  if (has('image') && has('name')) {
    return is('one container definition', 'Put it into a list containerDefinitions, beside a family.');
  }
  const names = Object.keys(data).slice(0, 3).join(', ');
  return is(
    names === '' ? 'an empty map' : `something without containerDefinitions (it has ${shown(names)})`,
  );
}

const serviceMembers = [
  'serviceName',
  'desiredCount',
  'deploymentConfiguration',
  'deploymentController',
  'schedulingStrategy',
  'loadBalancers',
  'launchType',
  'taskDefinition',
];

function containerList(data: readonly unknown[]): FileKind {
  const isContainers = data.some((item) => isMap(item) && Object.hasOwn(item, 'image'));
  if (!isContainers) return is('a list');
  return is(
    'a list of container definitions',
    'Put the list into a map: {"family": …, "containerDefinitions": …}.',
  );
}

function is(what: string, suggestion?: string): FileKind {
  return suggestion === undefined ? { kind: 'other', what } : { kind: 'other', what, suggestion };
}

function tagsOf(data: Members): unknown {
  return data['tags'] ?? data['Tags'];
}

function describeScalar(data: unknown): string {
  return data === null || data === undefined ? 'empty' : `only the value ${shown(data)}`;
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : ((JSON.stringify(value) as string | undefined) ?? '');
  const line = text.replace(/\s+/g, ' ');
  return line.length <= 60 ? line : `${line.slice(0, 57)}…`;
}

function isMap(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
