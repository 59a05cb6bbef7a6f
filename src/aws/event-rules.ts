import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { pages } from './pages.ts';
import { unlessUnknown } from './unless-unknown.ts';

/** A task that a rule of EventBridge starts, by time or by event; also of a rule that is disabled. */
export interface RuleTask {
  readonly rule: string;
  /** Name of the event bus. */
  readonly bus: string;
  /** As the target has it: an ARN, `family:revision`, or an ARN or name without revision, which is the latest ACTIVE one. */
  readonly taskDefinition: string;
}

/**
 * The tasks that the rules of all event buses start. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html
 * @throws what `call` throws
 */
export async function listRuleTasks(aws: Aws): Promise<RuleTask[]> {
  const buses = await listBuses(aws);
  const rules = await Promise.all(
    buses.map(async (bus) => (await listRules(aws, bus)).map((rule) => ({ bus, rule }))),
  );
  const tasks = await Promise.all(
    rules.flat().map(async ({ bus, rule }) => {
      const revisions = await revisionsOf(aws, bus, rule);
      return revisions.map((taskDefinition) => ({ rule, bus, taskDefinition }));
    }),
  );
  return tasks.flat();
}

async function listBuses(aws: Aws): Promise<string[]> {
  return await everyPage(async (token) => {
    const { EventBuses, NextToken } = await call(
      aws,
      { operation: 'events:ListEventBuses', repeat: 'freely' },
      aws.clients.eventBridge,
      (events, send) => events.listEventBuses({ ...tokenOf(token) }, send),
    );
    return { items: (EventBuses ?? []).flatMap(({ Name }) => Name ?? []), nextToken: NextToken };
  });
}

/** Names; none where the bus is gone meanwhile. */
async function listRules(aws: Aws, bus: string): Promise<string[]> {
  const listed = await unlessUnknown(gone, () =>
    everyPage(async (token) => {
      const { Rules, NextToken } = await call(
        aws,
        { operation: 'events:ListRules', repeat: 'freely' },
        aws.clients.eventBridge,
        (events, send) => events.listRules({ EventBusName: bus, ...tokenOf(token) }, send),
      );
      return { items: (Rules ?? []).flatMap(({ Name }) => Name ?? []), nextToken: NextToken };
    }),
  );
  return listed ?? [];
}

/** None where the rule is gone meanwhile. */
async function revisionsOf(aws: Aws, bus: string, rule: string): Promise<string[]> {
  const listed = await unlessUnknown(gone, () =>
    everyPage(async (token) => {
      const { Targets, NextToken } = await call(
        aws,
        { operation: 'events:ListTargetsByRule', repeat: 'freely' },
        aws.clients.eventBridge,
        (events, send) =>
          events.listTargetsByRule({ Rule: rule, EventBusName: bus, ...tokenOf(token) }, send),
      );
      const items = (Targets ?? []).flatMap(({ EcsParameters }) => EcsParameters?.TaskDefinitionArn ?? []);
      return { items, nextToken: NextToken };
    }),
  );
  return listed ?? [];
}

const gone = ['ResourceNotFoundException'];

async function everyPage(read: Parameters<typeof pages<string>>[0]): Promise<string[]> {
  const all: string[] = [];
  for await (const page of pages(read)) all.push(...page);
  return all;
}

function tokenOf(token: string | undefined): { NextToken?: string } {
  return token === undefined ? {} : { NextToken: token };
}
