import { Document, isMap, isScalar, type Pair } from 'yaml';
import type { ConfigDraft, InitSource } from '../model/initialised.ts';

type Path = readonly string[];

/** A first `ecsdeploy.yml`, with comments for whoever goes on writing it. */
export function configAsYaml({ source, value, repository }: ConfigDraft): string {
  const document = new Document(value);
  document.commentBefore = comment([...headerOf(source), whatToAsk]);
  visitMaps(document.contents, [], (pair, path) => {
    const lines = commentOf(path);
    if (lines !== undefined && isScalar(pair.key)) pair.key.commentBefore = comment(lines);
  });
  for (const name of servicesOf(value)) {
    const service = document.getIn(['services', name]);
    const isBuilt = isMap(service) && service.has('image');
    if (isMap(service))
      service.comment = comment(isBuilt ? gateHint : [...imageHint(repository), ...gateHint]);
  }
  return document.toString({ lineWidth: 0 });
}

const whatToAsk = 'Every member: ecsdeploy config show; what is wrong in it: ecsdeploy config validate.';

function headerOf(source: InitSource): string[] {
  if (source.kind !== 'live')
    return [`Translated from ${source.file}; read what ecsdeploy init said is left.`];
  const { cluster, service, revision } = source;
  return [`Written from the service ${service} in the cluster ${cluster}, which ran ${revision}.`];
}

/** By the members that lead there, from the top or from an environment. */
function commentOf(path: Path): readonly string[] | undefined {
  const [first, , third] = path;
  const inEnvironment = first === 'environments' && path.length > 2;
  const at = inEnvironment ? path.slice(2) : path;
  if (at.length === 1 && at[0] === 'account')
    return ['The credentials must belong to this account, or nothing is done.'];
  if (first === 'environments' && third === undefined && path.length === 1)
    return ['Where there are environments, --environment is required. Add others beside it.'];
  if (at.length !== 3 || at[0] !== 'services') return undefined;
  return comments[at[2] ?? ''];
}

const comments: Readonly<Record<string, readonly string[]>> = {
  taskDefinition: ['What is registered, but for the image of the release; relative to this file.'],
  containers: ['Which containers take the image of a release; check this.'],
  deployment: [
    'Sent to AWS where the service has something else. What is left out stays as the service has it.',
  ],
  codedeploy: ['The deployment group that releases to the service.'],
  image: ['ecsdeploy deploy builds the commit, pushes it under its SHA, and releases it.'],
};

const gateHint = [
  'What else says whether a release is healthy, such as:',
  'gates:',
  '  smoke:',
  '    http: { url: "https://example.com/health", status: 200 }',
];

function imageHint(repository: string | undefined): string[] {
  return [
    'Until this is filled in, a release takes what --image names. With it, it builds the commit:',
    'image:',
    `  repository: ${repository ?? '<name of an ECR repository>'}`,
    '  context: .',
  ];
}

function comment(lines: readonly string[]): string {
  return lines.map((line) => ` ${line}`).join('\n');
}

function servicesOf({ services }: ConfigDraft['value']): string[] {
  return typeof services === 'object' && services !== null ? Object.keys(services) : [];
}

function visitMaps(node: unknown, path: Path, visit: (pair: Pair, path: Path) => void): void {
  if (!isMap(node)) return;
  for (const pair of node.items) {
    const at = [...path, isScalar(pair.key) ? String(pair.key.value) : ''];
    visit(pair, at);
    visitMaps(pair.value, at, visit);
  }
}
