import type { Json } from '../model/task-definition.ts';

export type Members = Readonly<Record<string, unknown>>;

export interface FoundMember {
  /** As it is spelled there. */
  readonly name: string;
  readonly value: unknown;
}

/** The members that a name may mean: AWS's own tools look names up whatever their case. More than one is a fault. */
export function membersNamed(map: Members, name: string): FoundMember[] {
  const wanted = name.toLowerCase();
  return Object.entries(map)
    .filter(([spelled]) => spelled.toLowerCase() === wanted)
    .map(([spelled, value]) => ({ name: spelled, value }));
}

export function memberNamed(map: Members, name: string): FoundMember | undefined {
  return membersNamed(map, name)[0];
}

/** The map with one member changed, at its place and in the spelling that it has there; a new one comes last. */
export function withMember(
  map: Readonly<Record<string, Json>>,
  name: string,
  value: Json,
): Readonly<Record<string, Json>> {
  return { ...map, [memberNamed(map, name)?.name ?? name]: value };
}

export function isMap(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
