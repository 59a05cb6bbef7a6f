// Whether this machine has what the story with real containers needs.
import { createServer } from 'node:net';
import { ensureBaseImage } from '../base-image.js';

/** Milliseconds. */
const limits = { answer: 5_000, reach: 15_000, pull: 120_000 };
const platforms = ['linux/amd64', 'linux/arm64'];

/**
 * Returns `{ engine, base }`: the engine's version and platform, and an image with busybox in it that it has. Else `{ reason }`, a
 * sentence without its full stop that says what is missing.
 */
export async function whatIsHere(stage) {
  const engine = await findEngine(stage);
  if (engine === undefined) return { reason: 'No container engine answers to docker version' };
  if (!platforms.includes(engine.platform)) {
    return { reason: `The container engine runs ${engine.platform}, and not ${platforms.join(' or ')}` };
  }
  const git = await stage.run('git', ['--version'], { output: 'silent', limit: limits.answer });
  if (git.code !== 0) return { reason: 'There is no git to make a commit with' };
  if (!(await reachesUs(stage))) {
    return {
      reason: 'The container engine does not reach 127.0.0.1 of this machine, where the sandbox listens',
    };
  }
  try {
    return { engine, base: await baseImage(stage) };
  } catch (error) {
    if (error instanceof NoBaseImage) return { reason: error.message };
    throw error;
  }
}

/** Both halves of `docker version`: the client answers without an engine too. */
async function findEngine(stage) {
  const format = '{{.Server.Version}} {{.Server.Os}}/{{.Server.Arch}}';
  const { code, stdout } = await stage.run('docker', ['version', '--format', format], {
    output: 'silent',
    limit: limits.answer,
  });
  const [version, platform] = stdout.trim().split(' ');
  return code === 0 && platform !== undefined ? { version, platform } : undefined;
}

/** An engine on another machine, or in a virtual one, has a 127.0.0.1 of its own. */
async function reachesUs(stage) {
  let isReached = false;
  const server = createServer((socket) => {
    isReached = true;
    socket.on('error', () => undefined).destroy();
  });
  const close = stage.afterwards(() => server.close());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const image = `127.0.0.1:${server.address().port}/ecsdeploy/reach:1`;
  await stage.run('docker', ['pull', image], { output: 'silent', limit: limits.reach });
  server.close();
  close();
  return isReached;
}

class NoBaseImage extends Error {}

async function baseImage(stage) {
  const image = localOrPublic();
  const here = await stage.run('docker', ['image', 'inspect', image], { output: 'silent' });
  if (here.code === 0) return image;
  stage.say(`$ docker pull ${image}`);
  const pulled = await stage.run('docker', ['pull', image], { limit: limits.pull });
  if (pulled.code !== 0) throw new NoBaseImage(`The base image ${image} could not be pulled`);
  return image;
}

function localOrPublic() {
  try {
    return ensureBaseImage();
  } catch (error) {
    throw new NoBaseImage(`No base image could be made (${error.message})`, { cause: error });
  }
}
