import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DataDocument, DataPath } from '../../model/data-document.ts';
import { formatDataPath } from '../../model/data-document.ts';
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
  const name = textOf(manifest['name']) ?? 'service';
  const workspace = workspaceOf(file);
  const image = copilotImage(mapOf(manifest['image']), { ...order, name, ...workspace });
  const deployment = copilotDeployment(manifest['deployment']);
  const environments = environmentsOf(order, manifest, name);
  const value = compact({
    version: 1,
    cluster: order.cluster ?? '${env:COPILOT_CLUSTER}',
    services: {
      [name]: compact({
        service: order.service ?? '${env:COPILOT_SERVICE}',
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

/** `copilot/.workspace` names the application; what a manifest names is relative to the folder above. */
function workspaceOf(file: string): { readonly root: string; readonly application: string | undefined } {
  const folder = path.dirname(path.dirname(file));
  const workspace = path.join(folder, '.workspace');
  const application = existsSync(workspace)
    ? /^application:\s*([\w-]+)/m.exec(readFileSync(workspace, 'utf8'))?.[1]
    : undefined;
  return { root: path.dirname(folder), application };
}

/** Those of the manifest, or the one that was asked for. */
function environmentsOf({ environment }: TranslationOrder, manifest: Members, name: string): Members {
  const theirs = Object.entries(mapOf(manifest['environments']));
  const entries = theirs.map(([key, settings]): [string, Members] => {
    const deployment = copilotDeployment(mapOf(settings)['deployment']);
    const own = Object.keys(deployment).length === 0 ? {} : { services: { [name]: { deployment } } };
    return [key, own];
  });
  const asked =
    environment === undefined || theirs.some(([key]) => key === environment) ? [] : [[environment, {}]];
  return Object.fromEntries([...entries, ...asked]) as Members;
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
      .map((member): Leftover =>
        member === 'location'
          ? { reason: 'flag', instead: '--image <image>', ...at([name, member]) }
          : { reason: 'in-task-definition', ...at([name, member]) },
      ),
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

function reasonFor(name: string): Leftover['reason'] {
  if (inDefinition.has(name)) return 'in-task-definition';
  return inService.has(name) ? 'stays' : 'infrastructure';
}
