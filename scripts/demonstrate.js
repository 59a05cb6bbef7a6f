// Version 1 healthy, version 2 released, version 3 broken → noticed, rolled back, explained: with the built command, over
// HTTP, against a sandbox of its own. Returns 0 if and only if all three went as they should.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { root } from './ensure-built.js';

const bin = path.join(root, 'bin', 'run.js');
// Fast enough to watch, slow enough to see: a release takes some 15 s.
const speed = 6;
const service = ['--cluster', 'demo', '--service', 'web'];

export async function demonstrate() {
  const sandbox = await startSandbox();
  const leave = () => sandbox.child.kill('SIGTERM');
  process.once('exit', leave);
  const forward = (signal) => {
    leave();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', forward);
  process.once('SIGTERM', forward);
  try {
    const failed = await acts(environmentOf(sandbox.port));
    say('');
    say(
      'Real: ecsdeploy, the AWS SDK, HTTP. Simulated: AWS (ECS, ECR, load balancer, logs) and its clock, by the sandbox.',
    );
    if (failed === undefined) say('All three went as they should.');
    else say(`It did not go as it should: ${failed}.`);
    return failed === undefined ? 0 : 1;
  } finally {
    await stop(sandbox.child);
    process.off('exit', leave);
    process.off('SIGINT', forward);
    process.off('SIGTERM', forward);
  }
}

/** Undefined when all went well, else what did not. */
async function acts(env) {
  title('1. Version 1 serves');
  const before = await ecsdeploy(['status', ...service], env);
  if (before.code !== 0) return `status ended with ${before.code}`;
  const first = await serving(env);
  if (!first.image.endsWith(':1') || first.running !== 2) return `version 1 is not healthy (${first.image})`;

  const repository = first.image.slice(0, first.image.lastIndexOf(':'));
  title('2. Version 2 is released');
  const second = await ecsdeploy(['deploy', ...service, '--image', `${repository}:2`], env);
  if (second.code !== 0) return `the release of version 2 ended with ${second.code}, not 0`;
  if ((await serving(env)).image !== `${repository}:2`) return 'version 2 does not serve after its release';

  title('3. Version 3 is broken: it exits 2 seconds after its start');
  const broken = ['sandbox', 'behave', `${repository}:3`, '--exit-code', '1', '--exit-after', '2s'];
  const behaved = await ecsdeploy([...broken, '--quiet'], env);
  if (behaved.code !== 0) return `the sandbox could not be told (${behaved.code})`;
  const third = await ecsdeploy(['deploy', ...service, '--image', `${repository}:3`], env);
  if (third.code !== 20) return `the release of version 3 ended with ${third.code}, not 20 (rolled back)`;
  const after = await serving(env);
  if (after.image !== `${repository}:2`) return `after the rollback ${after.image} serves, not version 2`;
  return undefined;
}

async function serving(env) {
  const { stdout } = await ecsdeploy(['status', ...service, '--json'], env, 'pipe');
  const { status } = JSON.parse(stdout);
  return { image: status.containers[0]?.image ?? '', running: status.running };
}

async function startSandbox() {
  const child = spawn(
    process.execPath,
    [bin, 'sandbox', 'start', '--demo', '--port', '0', '--speed', String(speed), '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'], env: process.env },
  );
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    const port = /"port":\s*(\d+)/.exec(text)?.[1];
    if (port !== undefined) return { child, port: Number(port) };
  }
  throw new Error(`the sandbox did not start: ${text}`);
}

function environmentOf(port) {
  return {
    ...process.env,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-1',
  };
}

async function ecsdeploy(args, env, stdout = 'inherit') {
  if (stdout === 'inherit') say(`$ ecsdeploy ${args.join(' ')}`);
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', stdout, 'inherit'], env });
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += String(chunk);
  });
  const [code] = await once(child, 'close');
  return { code: code ?? 1, stdout: text };
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'exit');
  child.kill('SIGTERM');
  await closed;
}

function title(text) {
  say('');
  say(text);
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
