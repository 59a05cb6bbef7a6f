import type { World } from '../../world.ts';

/** Lets ECS follow what happens at its neighbours: target health and alarms. Called once per world. */
export function startEcs(world: World): void {
  void world;
}
