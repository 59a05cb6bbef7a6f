import { pinnedImage } from './pinned-image.js';
import { Program, startSandbox } from './program.js';
import { expect } from './stage.js';

// Fast enough to watch, slow enough to see: a release takes some 15 s.
const speed = 6;
const service = ['--cluster', 'demo', '--service', 'web'];
/** The demo world's service whose releases are canaries: 10 % for a minute of the sandbox's clock, then all. */
const shop = ['--cluster', 'demo', '--service', 'shop'];

/**
 * Version 1 healthy, version 2 released, another service released as a canary, version 3 broken → noticed, rolled back, explained: with the built command, over HTTP, against
 * a sandbox of its own.
 */
export class SimulatedStory {
  #stage;

  constructor(stage) {
    this.#stage = stage;
  }

  async tell() {
    const flags = ['--demo', '--speed', String(speed), '--runtime', 'simulated'];
    const url = await startSandbox(this.#stage, flags);
    const versions = {
      web: await pinnedImage(url, 'demo/web', '2'),
      shop: await pinnedImage(url, 'demo/shop', '2'),
    };
    await acts(this.#stage, new Program(this.#stage, url), versions);
  }

  conclusion() {
    return [
      'Real: ecsdeploy, the AWS SDK, HTTP. Simulated: AWS (ECS, ECR, load balancer, logs) and its clock, by the sandbox.',
    ];
  }
}

/** `version2` is how the image of a service is named after its release. */
async function acts(stage, program, version2) {
  stage.title('1. Version 1 serves');
  const before = await program.show('status', ...service);
  expect(before === 0, `status ended with ${before}`);
  const first = await program.serving(...service);
  const isHealthy = first.image.endsWith(':1') && first.running === 2;
  expect(isHealthy, `version 1 is not healthy (${first.image})`);

  const repository = first.image.slice(0, first.image.lastIndexOf(':'));
  stage.title('2. Version 2 is released');
  const second = await program.show('deploy', ...service, '--image', `${repository}:2`);
  expect(second === 0, `the release of version 2 ended with ${second}, not 0`);
  const { image: released } = await program.serving(...service);
  expect(released === version2.web, `after the release of version 2 ${released} serves`);

  stage.title('3. Version 2 of the service shop gets 10 % of the requests first, then all');
  const { image: shopImage } = await program.serving(...shop);
  const shopVersion2 = `${shopImage.slice(0, shopImage.lastIndexOf(':'))}:2`;
  const canary = await program.show('deploy', ...shop, '--image', shopVersion2);
  expect(canary === 0, `the canary ended with ${canary}, not 0`);
  const { image: shopServes } = await program.serving(...shop);
  expect(shopServes === version2.shop, `after the canary ${shopServes} serves`);

  stage.title('4. Version 3 of web is broken: it exits 2 seconds after its start');
  const broken = ['sandbox', 'behave', `${repository}:3`, '--exit-code', '1', '--exit-after', '2s'];
  const behaved = await program.show(...broken, '--quiet');
  expect(behaved === 0, `the sandbox could not be told (${behaved})`);
  const third = await program.show('deploy', ...service, '--image', `${repository}:3`);
  expect(third === 20, `the release of version 3 ended with ${third}, not 20 (rolled back)`);
  const { image: after } = await program.serving(...service);
  expect(after === version2.web, `after the rollback ${after} serves, not version 2`);
}
