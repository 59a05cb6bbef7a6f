// A sandbox with one real container, in a process of its own that can be killed.
import { baseImage } from './base-image.ts';
import { ContainerWorld } from './container-world.ts';

const world = await ContainerWorld.begin();
await world.start({ image: baseImage(), command: ['sleep', '600'] });
process.stdout.write(
  `${JSON.stringify({ owner: `${process.pid}:${world.server.port}`, url: world.server.url })}\n`,
);
