import type { ListenerRule, ListenerState } from '../../aws/listeners.ts';
import type { MovedListener, NamedTargetGroup } from '../../model/migration.ts';
import type { Json } from '../../model/task-definition.ts';
import type { MigrationEvidence } from './evidence.ts';
import {
  ListenerLeadsElsewhere,
  NoPairOfTargetGroups,
  NotOneServes,
  SeveralListeners,
  SeveralRules,
  StrangerInRule,
} from './refusals.ts';

export interface MovedTraffic {
  readonly serving: NamedTargetGroup;
  readonly alternate: NamedTargetGroup;
  readonly production: MovedListener;
  readonly test?: MovedListener | undefined;
}

/**
 * The rules that ECS is to change, with what must change about them first: of an Application Load Balancer a rule has to forward to
 * both groups, one with all of it; a Network Load Balancer stays as it is. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/migrate-codedeploy-to-ecs-bluegreen.html
 * @throws SeveralListeners, NoPairOfTargetGroups, ListenerLeadsElsewhere, SeveralRules, StrangerInRule, NotOneServes
 */
export function moveListeners({ group, targetGroups, production, test }: MigrationEvidence): MovedTraffic {
  const [one, other] = targetGroups;
  if (group.targetGroups.length !== 2 || one === undefined || other === undefined)
    throw new NoPairOfTargetGroups(
      group,
      targetGroups.map(({ name }) => name),
    );
  const [listener, ...more] = production;
  if (listener === undefined || more.length > 0)
    throw new SeveralListeners(group, 'production', group.productionListeners);
  const [testListener, ...moreTests] = test;
  if (moreTests.length > 0) throw new SeveralListeners(group, 'test', group.testListeners);

  const pair = [one, other];
  const rule = ruleOf('production', listener, pair);
  const serving = pair.filter(({ arn }) => shareOf(rule, arn) > 0);
  const [blue, ...greens] = serving;
  if (blue === undefined || greens.length > 0)
    throw new NotOneServes(
      rule.arn,
      serving.map(({ name }) => name),
    );
  const green = blue === one ? other : one;
  const moved = { serving: blue, alternate: green };
  return {
    ...moved,
    production: moveRule('production', listener, rule, moved),
    test:
      testListener === undefined
        ? undefined
        : moveRule('test', testListener, ruleOf('test', testListener, pair), moved),
  };
}

type Purpose = MovedListener['purpose'];
type Pair = Pick<MovedTraffic, 'serving' | 'alternate'>;

/** The one rule of a listener that leads to the pair, and to nothing else. */
function ruleOf(purpose: Purpose, listener: ListenerState, pair: readonly NamedTargetGroup[]): ListenerRule {
  const arns = pair.map(({ arn }) => arn);
  const leading = listener.rules.filter(({ groups }) =>
    groups.some(({ targetGroupArn }) => arns.includes(targetGroupArn)),
  );
  const [rule, ...others] = leading;
  if (rule === undefined)
    throw new ListenerLeadsElsewhere(
      purpose,
      listener,
      pair.map(({ name }) => name),
    );
  if (others.length > 0)
    throw new SeveralRules(
      purpose,
      listener,
      leading.map(({ priority, arn }) => ({ priority, arn })),
    );
  const strangers = rule.groups
    .map(({ targetGroupArn }) => targetGroupArn)
    .filter((arn) => !arns.includes(arn));
  if (strangers.length > 0) throw new StrangerInRule(purpose, rule.arn, strangers);
  return rule;
}

function moveRule(
  purpose: Purpose,
  { arn: listener, loadBalancer }: ListenerState,
  rule: ListenerRule,
  { serving, alternate }: Pair,
): MovedListener {
  const place = { purpose, loadBalancer, listener, rule: rule.arn, isDefault: rule.isDefault };
  const stands =
    shareOf(rule, serving.arn) > 0 && rule.groups.length === 2 && shareOf(rule, alternate.arn) === 0;
  if (loadBalancer === 'network' || stands) return place;
  const before = rule.actions.map(sendable);
  return { ...place, change: { before, after: before.map((action) => toBoth(action, serving, alternate)) } };
}

function shareOf({ groups }: ListenerRule, arn: string): number {
  return groups.find(({ targetGroupArn }) => targetGroupArn === arn)?.weight ?? 0;
}

/** The forward action leads to both, all of it to the one that serves; stickiness stays, and so does what comes before it (a login). */
function toBoth(action: Json, serving: NamedTargetGroup, alternate: NamedTargetGroup): Json {
  if (!isMap(action) || action['Type'] !== 'forward') return action;
  const { ForwardConfig: forward, ...rest } = action;
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([member]) => member !== 'TargetGroupArn')),
    ForwardConfig: {
      ...(isMap(forward) ? forward : {}),
      TargetGroups: [
        { TargetGroupArn: serving.arn, Weight: 1 },
        { TargetGroupArn: alternate.arn, Weight: 0 },
      ],
    },
  };
}

/** AWS never shows the client secret of a login, and wants to be told to keep it. */
function sendable(action: Json): Json {
  if (!isMap(action) || !isMap(action['AuthenticateOidcConfig'] ?? null)) return action;
  const login = action['AuthenticateOidcConfig'] as Readonly<Record<string, Json>>;
  return { ...action, AuthenticateOidcConfig: { ...login, UseExistingClientSecret: true } };
}

function isMap(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
