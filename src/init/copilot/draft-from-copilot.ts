import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DataDocument, DataPath } from '../../model/data-document.ts';
import { formatDataPath } from '../../model/data-document.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { ConfigDraft, Leftover } from '../../model/initialised.ts';
import { dataFormatOf, parseDataDocument } from '../../model/parse-data-document.ts';
import { ForeignInvalid, unparseable } from '../foreign-invalid.ts';
import { keepAccepted } from '../keep-accepted.ts';
import { compact, isMap, mapOf, textOf, type Members } from '../members.ts';
import type { TranslationOrder } from '../translation-order.ts';
import { copilotDeployment } from './copilot-deployment.ts';
import { copilotImage } from './copilot-image.ts';

// https://aws.github.io/copilot-cli/docs/concepts/services/
const ofEcs = ['Load Balanced Web Service', 'Backend Service', 'Worker Service'];

/**
 * A manifest of Copilot in ours: how the image is built and how a release comes in. What the tasks are made of stands in the task
 * definition that Copilot has registered, with roles and variables that no manifest names: that stays the base of each release.
 * @throws ForeignInvalid for a manifest of something that is no service of ECS, ForeignUnreadable
 */
export async function draftFromCopilot(order: TranslationOrder): Promise<ConfigDraft> {
  const { file, shownAs } = order;
  const bytes = await order.read(file, shownAs);
  const parsed = parseDataDocument(bytes, dataFormatOf(file, bytes));
  if (parsed.kind === 'problems') throw unparseable(shownAs, parsed.problems[0]);
  const { document } = parsed;
  const manifest = mapOf(document.value);
  refuseOthers(shownAs, manifest);
  refuseUnsaid(order, manifest);
  const name = textOf(manifest['name']) ?? 'service';
  const workspace = workspaceOf(file);
  const image = copilotImage(mapOf(manifest['image']), { ...order, name, ...workspace });
  const deployment = copilotDeployment(manifest['deployment']);
  const environments = environmentsOf(order, manifest, name);
  const { cluster, service } = Object.keys(environments).length === 0 ? namesAtAws(order, name) : {};
  const value = compact({
    version: 1,
    cluster,
    services: {
      [name]: compact({
        service,
        // Sidecars have images of their own; the main container has the name of the service.
        containers: [name],
        image,
        deployment,
      }),
    },
    environments,
  });
  const accepted = keepAccepted(value, shownAs);
  return {
    source: { kind: 'copilot', file: shownAs },
    value: accepted.value,
    leftovers: [
      ...unnamed(order, document),
      ...leftoversOf(shownAs, document, manifest),
      ...accepted.leftovers,
    ],
    secrets: [],
    definitions: [],
  };
}

function refuseOthers(file: string, manifest: Members): void {
  const type = textOf(manifest['type']);
  if (type !== undefined && ofEcs.includes(type)) return;
  const message =
    type === undefined
      ? 'this is no manifest of Copilot: it has no type'
      : `this is a ${type}, and ecsdeploy releases services of ECS only`;
  throw new ForeignInvalid({
    file,
    message,
    suggestions: [`Manifests of these can be translated: ${ofEcs.join(', ')}.`],
  });
}

/** One name at AWS for several environments would release to the wrong one. */
function refuseUnsaid({ cluster, service, environment, shownAs }: TranslationOrder, manifest: Members): void {
  const names = Object.keys(mapOf(manifest['environments']));
  const given = cluster === undefined ? '--service' : '--cluster';
  if ((cluster === undefined && service === undefined) || environment !== undefined || names.length === 0)
    return;
  throw new EnvironmentUnsaid(shownAs, given, names);
}

class EnvironmentUnsaid extends EcsdeployError {
  constructor(file: string, flag: string, names: readonly string[]) {
    super({
      code: 'usage.environment_unsaid',
      message: `${file} has the environments ${names.join(', ')}, and nothing says which of them ${flag} is of`,
      suggestions: [`Add --environment ${names[0] ?? '<name>'}, or the one that is meant.`],
      details: { environments: names },
    });
  }
}

/** `copilot/.workspace` names the application; what a manifest names is relative to the folder above. */
function workspaceOf(file: string): { readonly root: string; readonly application: string | undefined } {
  const folder = path.dirname(path.dirname(file));
  const workspace = path.join(folder, '.workspace');
  const application = existsSync(workspace)
    ? /^application:\s*([\w-]+)/m.exec(readFileSync(workspace, 'utf8'))?.[1]
    : undefined;
  return { root: path.dirname(folder), application };
}

/** As they are given; Copilot makes them up, and no manifest has them. */
function namesAtAws(
  { cluster, service }: Pick<TranslationOrder, 'cluster' | 'service'>,
  name: string,
): { readonly cluster?: string; readonly service?: string | undefined } {
  return {
    cluster: cluster ?? '${env:COPILOT_CLUSTER}',
    service: service === name ? undefined : (service ?? '${env:COPILOT_SERVICE}'),
  };
}

/** Those of the manifest, and the one that is asked for, which the given names belong to: they differ from one to the next. */
function environmentsOf(order: TranslationOrder, manifest: Members, name: string): Members {
  const theirs = mapOf(manifest['environments']);
  const { environment } = order;
  const keys = new Set([...Object.keys(theirs), ...(environment === undefined ? [] : [environment])]);
  const entries = [...keys].map((key): [string, Members] => {
    const deployment = copilotDeployment(mapOf(theirs[key])['deployment']);
    const { cluster, service } = namesAtAws(key === environment ? order : {}, name);
    return [key, compact({ cluster, services: compact({ [name]: compact({ service, deployment }) }) })];
  });
  return Object.fromEntries(entries);
}

/** Copilot makes up the names at AWS. */
function unnamed({ cluster, service, shownAs }: TranslationOrder, document: DataDocument): Leftover[] {
  const { line } = document.originOf(['name']).nameAt;
  const missing = (what: string, variable: string): Leftover => ({
    reason: 'name-unknown',
    what: `the name of the ${what} at AWS (copilot svc show --resources)`,
    instead: `\${env:${variable}}`,
    file: shownAs,
    line,
  });
  return [
    ...(cluster === undefined ? [missing('cluster', 'COPILOT_CLUSTER')] : []),
    ...(service === undefined ? [missing('service', 'COPILOT_SERVICE')] : []),
  ];
}

const translated: ReadonlySet<string> = new Set(['name', 'type', 'image', 'deployment', 'environments']);
const inDefinition: ReadonlySet<string> = new Set([
  'cpu',
  'memory',
  'platform',
  'command',
  'entrypoint',
  'variables',
  'secrets',
  'env_file',
  'sidecars',
  'logging',
  'storage',
  'taskdef_overrides',
]);
const inService: ReadonlySet<string> = new Set(['count', 'exec']);

function leftoversOf(file: string, document: DataDocument, manifest: Members): Leftover[] {
  const at = (found: DataPath): Pick<Leftover, 'what' | 'file' | 'line'> => ({
    what: formatDataPath(found),
    file,
    line: document.originOf(found).nameAt.line,
  });
  const top = Object.entries(manifest)
    .filter(([name, value]) => !translated.has(name) && value !== null)
    .map(([name]): Leftover => ({ reason: reasonFor(name), ...at([name]) }));
  const image = ['image'].flatMap((name) =>
    Object.keys(mapOf(manifest[name]))
      .filter((member) => member !== 'build')
      .map((member): Leftover => ({ ...ofImage(member), ...at([name, member]) })),
  );
  const build = mapOf(mapOf(manifest['image'])['build']);
  const cache = Object.keys(build)
    .filter((member) => !['dockerfile', 'context', 'target', 'args'].includes(member))
    .map((member): Leftover => ({ reason: 'unknown', ...at(['image', 'build', member]) }));
  const deployment = isMap(manifest['deployment']) ? manifest['deployment'] : {};
  const alarms = isMap(deployment['rollback_alarms'])
    ? [{ reason: 'infrastructure', ...at(['deployment', 'rollback_alarms']) } as const]
    : [];
  const environments = Object.entries(mapOf(manifest['environments'])).flatMap(([name, settings]) =>
    Object.keys(mapOf(settings))
      .filter((member) => member !== 'deployment')
      .map((member): Leftover => ({ reason: 'of-environment', ...at(['environments', name, member]) })),
  );
  return [...image, ...cache, ...top, ...alarms, ...environments];
}

function ofImage(member: string): Pick<Leftover, 'reason' | 'instead'> {
  if (member === 'location') return { reason: 'flag', instead: '--image <image>' };
  const isOfContainer = ['port', 'healthcheck', 'depends_on', 'labels', 'credentials'].includes(member);
  return { reason: isOfContainer ? 'in-task-definition' : 'unknown' };
}

function reasonFor(name: string): Leftover['reason'] {
  if (inDefinition.has(name)) return 'in-task-definition';
  return inService.has(name) ? 'stays' : 'infrastructure';
}
