import type { World } from '../../world.ts';

/** One permission that a request needs: an action on one resource. A request may need several, and then all of them. */
export interface Requirement {
  /** As IAM spells it: `ecs:UpdateService`. */
  readonly action: string;
  /** An ARN, or `*` where AWS has no resource-level permission for the action. */
  readonly resource: string;
  /** Condition keys of the request: `iam:PassedToService`, `ecs:cluster`, … */
  readonly context?: Readonly<Record<string, string>>;
}

/** Where a request goes. */
export type Place = Pick<World, 'account' | 'region'>;

/** What the members of an input say; of an operation that is not known any more closely. */
export type Members = Readonly<Record<string, unknown>>;

/** What an operation needs beside, or instead of, its own action on `*`. */
export type Rule = (input: Members, world: World) => readonly Requirement[];

export function textOf(input: Members, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function textsOf(input: Members, name: string): readonly string[] {
  const value = input[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

export function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

export function listOf(input: Members, name: string): readonly Members[] {
  const value = input[name];
  return Array.isArray(value) ? value.map(membersOf) : [];
}

/** `arn:aws:<service>:<region>:<account>:<path>` */
export function arnOf(service: string, { region, account }: Place, path: string): string {
  return `arn:aws:${service}:${region}:${account}:${path}`;
}
