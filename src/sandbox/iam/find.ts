import type { World } from '../world.ts';
import { noSuchEntity } from './refusals.ts';
import type { RoleRecord } from './state.ts';

export function findRole(world: World, name: string | undefined): RoleRecord {
  const role = world.iam.roles.get(name ?? '');
  if (role === undefined) throw noSuchEntity(`The role with name ${name ?? ''} cannot be found.`);
  return role;
}
