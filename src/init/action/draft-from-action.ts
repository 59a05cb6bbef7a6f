import type { ConfigDraft, Leftover } from '../../model/initialised.ts';
import { dataFormatOf, parseDataDocument } from '../../model/parse-data-document.ts';
import { ForeignInvalid, unparseable } from '../foreign-invalid.ts';
import { keepAccepted } from '../keep-accepted.ts';
import { compact, isMap, textOf, type Members } from '../members.ts';
import type { TranslationOrder } from '../translation-order.ts';
import { resolveExpressions } from './expressions.ts';
import { serviceFromStep, type ServiceOfStep } from './service-from-step.ts';
import { stepsOf, type Step } from './steps.ts';

/**
 * A GitHub workflow that releases with `aws-actions/amazon-ecs-deploy-task-definition`, in ours: a service for each such step.
 * @throws ForeignInvalid where there is none, ForeignUnreadable
 */
export async function draftFromAction(order: TranslationOrder): Promise<ConfigDraft> {
  const { file, shownAs } = order;
  const bytes = await order.read(file, shownAs);
  const parsed = parseDataDocument(bytes, dataFormatOf(file, bytes));
  if (parsed.kind === 'problems') throw unparseable(shownAs, parsed.problems[0]);
  const { document } = parsed;
  if (
    !isMap(document.value) ||
    (document.value['jobs'] === undefined && document.value['runs'] === undefined)
  ) {
    throw new ForeignInvalid({ file: shownAs, message: 'this is no workflow of GitHub: it has no jobs' });
  }
  const steps = stepsOf(document);
  const deploys = steps.filter(({ action }) => action === 'deploy');
  if (deploys.length === 0) throw noDeploy(shownAs);
  const found = deploys.map((deploy) =>
    serviceFromStep(order, document, { deploy, steps, only: deploys.length === 1 }),
  );
  const services = found.flatMap(({ service }) => service ?? []);
  if (services.length === 0) throw onlyTasks(shownAs);
  const region = regionOf(order, steps, deploys);
  const accepted = keepAccepted(configValue(order, services, region.text), shownAs);
  return {
    source: { kind: 'action', file: shownAs },
    value: accepted.value,
    leftovers: [...region.leftovers, ...found.flatMap((one) => one.leftovers), ...accepted.leftovers],
    secrets: [],
    definitions: [],
  };
}

function noDeploy(file: string): ForeignInvalid {
  return new ForeignInvalid({
    file,
    message: 'no step of this workflow uses aws-actions/amazon-ecs-deploy-task-definition',
    suggestions: [
      'Name the workflow that releases, or start from the service: ecsdeploy init --cluster … --service …',
    ],
  });
}

function onlyTasks(file: string): ForeignInvalid {
  return new ForeignInvalid({
    file,
    message: 'the workflow releases to no service: it only runs tasks, or registers',
    suggestions: [
      'Name the service with --service, where it is one; a task that runs once becomes a gate (docs/how-to/run-migrations.md).',
    ],
  });
}

function regionOf(
  { shownAs }: TranslationOrder,
  steps: readonly Step[],
  deploys: readonly Step[],
): { readonly text: string | undefined; readonly leftovers: readonly Leftover[] } {
  const jobs = new Set(deploys.map(({ job }) => job));
  const credentials = steps.find(({ action, job }) => action === 'credentials' && jobs.has(job));
  const region = textOf(credentials?.with['aws-region']);
  if (credentials === undefined || region === undefined) return { text: undefined, leftovers: [] };
  const { text, unknown } = resolveExpressions(region, credentials.environment);
  const leftovers = unknown.map(({ expression, reference }): Leftover => ({
    reason: 'expression',
    what: `aws-region: ${expression}`,
    instead: reference,
    file: shownAs,
    line: credentials.line,
  }));
  return { text, leftovers };
}

/** The cluster at the top where all have the same. */
function configValue(
  { environment }: TranslationOrder,
  services: readonly ServiceOfStep[],
  region: string | undefined,
): Members {
  const clusters = new Set(services.map(({ cluster }) => cluster));
  const [cluster] = clusters;
  const place = compact({ region, cluster: clusters.size === 1 ? cluster : undefined });
  const keys = new Set<string>();
  const entries = services.map((one): [string, Members | null] => {
    const key = freeKey(one.service, keys);
    const members = compact({
      cluster: clusters.size === 1 ? undefined : one.cluster,
      service: key === one.service ? undefined : one.service,
      ...one.members,
      codedeploy: one.codedeploy,
    });
    return [key, Object.keys(members).length === 0 ? null : members];
  });
  const value = { services: Object.fromEntries(entries) };
  return environment === undefined
    ? { version: 1, ...place, ...value }
    : { version: 1, ...value, environments: { [environment]: place } };
}

/** What commands take: the name at AWS without references, with a number where it is taken. */
function freeKey(service: string, taken: Set<string>): string {
  const plain = service
    .replaceAll(/\$\{[^}]*\}/g, '')
    .replaceAll(/[^\w]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const key = plain === '' ? 'service' : plain;
  let free = key;
  for (let number = 2; taken.has(free); number++) free = `${key}-${number}`;
  taken.add(free);
  return free;
}
