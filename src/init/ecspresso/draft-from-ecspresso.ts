import path from 'node:path';
import type { DataDocument, DataPath } from '../../model/data-document.ts';
import { formatDataPath } from '../../model/data-document.ts';
import type { ConfigDraft, Leftover } from '../../model/initialised.ts';
import { deploymentFromAws, type FromAws } from '../deployment-from-aws.ts';
import { ForeignInvalid, refuseJsonnet } from '../foreign-invalid.ts';
import { keepAccepted } from '../keep-accepted.ts';
import { compact, isMap, listOf, mapOf, textOf, type Members } from '../members.ts';
import type { TranslationOrder } from '../translation-order.ts';
import { readTemplated, type TemplatedFile } from './read-templated.ts';
import { definitionFromEcspresso, type TranslatedDefinition } from './definition-from-ecspresso.ts';
import { Lookups } from './templates.ts';

/**
 * A configuration of ecspresso with its service definition and its task definition, in ours.
 * @throws ForeignInvalid for Jsonnet and for what is no configuration of ecspresso, ForeignUnreadable
 */
export async function draftFromEcspresso(order: TranslationOrder): Promise<ConfigDraft> {
  const lookups = new Lookups();
  const config = await readTemplated(order, { file: order.file, shownAs: order.shownAs, lookups });
  const { value } = config.document;
  if (
    !isMap(value) ||
    (value['task_definition'] === undefined && value['service_definition'] === undefined)
  ) {
    throw new ForeignInvalid({
      file: order.shownAs,
      message:
        'this is no configuration of ecspresso: it names neither task_definition nor service_definition',
      suggestions: ['Give the file that ecspresso takes with --config, such as ecspresso.yml.'],
    });
  }
  const beside = (member: string): Beside => besideOf(order, config, member);
  const service = await serviceOf(order, beside('service_definition'), lookups);
  const name = order.service ?? config.settle(textOf(value['service']) ?? 'service');
  const definition = await definitionOf(order, beside('task_definition'), { lookups, name: keyOf(name) });
  const accepted = keepAccepted(configValue(order, config, { service, definition }), order.shownAs);
  return {
    source: { kind: 'ecspresso', file: order.shownAs },
    value: accepted.value,
    leftovers: [
      ...config.leftovers,
      ...membersLeft(order, config.document),
      ...service.leftovers,
      ...definition.leftovers,
      ...accepted.leftovers,
    ],
    secrets: definition.secrets,
    definitions: definition.definitions,
  };
}

interface Parts {
  readonly service: TranslatedService;
  readonly definition: TranslatedDefinition;
}

function configValue(
  order: TranslationOrder,
  config: TemplatedFile,
  { service, definition }: Parts,
): Members {
  const value = mapOf(config.document.value);
  const text = (member: string): string | undefined => {
    const found = textOf(value[member]);
    return found === undefined ? undefined : config.settleInConfig(found);
  };
  const atAws = order.service ?? text('service') ?? 'service';
  const key = keyOf(atAws);
  const codeDeploy = mapOf(value['codedeploy']);
  const named = (member: string): string | undefined => {
    const found = textOf(codeDeploy[member]);
    return found === undefined ? undefined : config.settleInConfig(found);
  };
  const place = compact({
    region: text('region'),
    // As ecspresso does.
    cluster: order.cluster ?? text('cluster') ?? 'default',
  });
  const shared = compact({
    service: key === atAws ? undefined : atAws,
    taskDefinition: definition.path,
    timeout: text('timeout')?.replaceAll(/(?<=[hm])0[ms]/g, ''),
  });
  const settings = compact({
    codedeploy: compact({
      application: named('application_name'),
      group: named('deployment_group_name'),
      appspec: appSpecPath(order, text('appspec')),
    }),
    deployment: service.deployment,
  });
  const { environment } = order;
  if (environment === undefined) {
    return { version: 1, ...place, services: { [key]: { ...shared, ...settings } } };
  }
  return {
    version: 1,
    services: { [key]: shared },
    environments: { [environment]: compact({ ...place, services: compact({ [key]: settings }) }) },
  };
}

function appSpecPath({ file, directory }: TranslationOrder, appSpec: string | undefined): string | undefined {
  if (appSpec === undefined) return undefined;
  return path.relative(directory, path.resolve(path.dirname(file), appSpec));
}

/** What commands take: the name at AWS, where it is one. */
function keyOf(service: string): string {
  return /^[\w-]+$/.test(service) ? service : 'service';
}

const translated: ReadonlySet<string> = new Set([
  'region',
  'cluster',
  'service',
  'service_definition',
  'task_definition',
  'timeout',
  'codedeploy',
  'appspec',
]);

function membersLeft({ shownAs }: TranslationOrder, document: DataDocument): Leftover[] {
  const at = (found: DataPath): Pick<Leftover, 'file' | 'line'> => ({
    file: shownAs,
    line: document.originOf(found).nameAt.line,
  });
  const value = mapOf(document.value);
  const plugins = listOf(value['plugins']).map((plugin, index): Leftover => ({
    reason: 'plugin',
    what: `plugins[${index}] ${textOf(mapOf(plugin)['name']) ?? ''}`.trimEnd(),
    ...at(['plugins', index]),
  }));
  const others = Object.keys(value)
    .filter((name) => !translated.has(name) && name !== 'plugins' && value[name] !== null)
    .map((name): Leftover => ({ reason: 'unknown', what: name, ...at([name]) }));
  return [...plugins, ...others];
}

/** A file that the configuration names. */
type Beside =
  | { readonly kind: 'none' }
  /** The path has a template in it. */
  | { readonly kind: 'unknown'; readonly leftover: Leftover }
  | { readonly kind: 'file'; readonly file: string; readonly shownAs: string };

function besideOf(order: TranslationOrder, config: TemplatedFile, member: string): Beside {
  const named = textOf(mapOf(config.document.value)[member]);
  if (named === undefined) return { kind: 'none' };
  const settled = config.settle(named);
  const { line } = config.document.originOf([member]).nameAt;
  if (settled !== named) {
    const leftover = {
      reason: 'file-missing',
      what: `${member} ${settled}`,
      file: order.shownAs,
      line,
    } as const;
    return { kind: 'unknown', leftover };
  }
  const file = path.resolve(path.dirname(order.file), named);
  return { kind: 'file', file, shownAs: path.join(path.dirname(order.shownAs), named) };
}

interface TranslatedService extends Pick<FromAws, 'deployment'> {
  readonly leftovers: readonly Leftover[];
}

async function serviceOf(
  order: TranslationOrder,
  beside: Beside,
  lookups: Lookups,
): Promise<TranslatedService> {
  if (beside.kind !== 'file') {
    return { deployment: {}, leftovers: beside.kind === 'unknown' ? [beside.leftover] : [] };
  }
  refuseJsonnet(beside.file, 'ecspresso render servicedef > ecs-service-def.json');
  const { document, settleInConfig } = await readTemplated(order, { ...beside, lookups });
  if (!isMap(document.value)) {
    throw new ForeignInvalid({
      file: beside.shownAs,
      message: 'this is no service definition: it is no map',
    });
  }
  const { deployment, staying } = deploymentFromAws(document.value);
  const leftovers = staying.map((at): Leftover => ({
    reason: at.at(-1) === 'lifecycleHooks' ? 'hooks-stay' : 'stays',
    what: formatDataPath(at),
    file: beside.shownAs,
    line: document.originOf(at).nameAt.line,
  }));
  return { deployment: settleAll(deployment, settleInConfig), leftovers };
}

function settleAll(value: Members, settle: (text: string) => string): Members {
  return JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === 'string' ? settle(item) : item,
  ) as Members;
}

async function definitionOf(
  order: TranslationOrder,
  beside: Beside,
  { lookups, name }: { readonly lookups: Lookups; readonly name: string },
): Promise<TranslatedDefinition> {
  if (beside.kind !== 'file') {
    const leftovers = beside.kind === 'unknown' ? [beside.leftover] : [];
    return { path: undefined, definitions: [], secrets: [], leftovers };
  }
  refuseJsonnet(beside.file, 'ecspresso render taskdef > ecs-task-def.json');
  return definitionFromEcspresso(order, await readTemplated(order, { ...beside, lookups }), {
    ...beside,
    name,
  });
}
