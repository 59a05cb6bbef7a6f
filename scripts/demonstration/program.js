// The built command, and a sandbox for it.
import path from 'node:path';
import { root } from '../ensure-built.js';
import { WentWrong } from './stage.js';

const bin = path.join(root, 'bin', 'run.js');
export const region = 'us-east-1';
export const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

// They would send a command elsewhere than to the sandbox or the repository that it is meant for.
const inTheWay = /^(AWS|ECSDEPLOY|GIT)_/;

/** The environment of whoever started this, without what leads astray. */
export function plainEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inTheWay.test(name)));
}

/** Starts a sandbox on a free port. Returns its address when it answers. */
export async function startSandbox(stage, flags) {
  const args = [bin, 'sandbox', 'start', '--port', '0', '--json', ...flags];
  const { child, closed } = stage.start(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: plainEnvironment(),
  });
  let text = '';
  const answering = new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
      const url = /"url":\s*"([^"]+)"/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const ending = closed.then((code) => {
    throw new WentWrong(`the sandbox did not start (exit code ${code}) ${text}`.trimEnd());
  });
  return await stage.unlessInterrupted(Promise.race([answering, ending]));
}

/** Runs commands against the sandbox at `url`, in `folder`. */
export class Program {
  #stage;
  #options;

  constructor(stage, url, { folder, variables = {} } = {}) {
    this.#stage = stage;
    this.#options = {
      cwd: folder,
      env: {
        ...plainEnvironment(),
        AWS_ENDPOINT_URL: url,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_REGION: region,
        ...variables,
      },
    };
  }

  /** Shows the command and what it writes. Returns its exit code. */
  async show(...args) {
    this.#announce(args);
    const { code } = await this.#run(args, { output: 'shown' });
    return code;
  }

  /** The same, and returns what it wrote to standard output too. */
  async showAndKeep(...args) {
    this.#announce(args);
    return await this.#run(args, { output: 'both', env: { ...this.#options.env, ...colour() } });
  }

  /** Runs a command that nobody needs to see. Returns the document that it printed. */
  async ask(...args) {
    const { code, stdout } = await this.#run(args, { output: 'kept' });
    if (code !== 0) throw new WentWrong(`ecsdeploy ${args.join(' ')} ended with ${code}`);
    return JSON.parse(stdout);
  }

  /** What serves, by the status of a service. */
  async serving(...service) {
    const { status } = await this.ask('status', ...service, '--json');
    return { image: status.containers[0]?.image ?? '', running: status.running };
  }

  #announce(args) {
    this.#stage.say(`$ ecsdeploy ${args.join(' ')}`);
  }

  async #run(args, options) {
    return await this.#stage.run(process.execPath, [bin, ...args], { ...this.#options, ...options });
  }
}

/** A command whose output passes through here does not see that it ends at a terminal. */
function colour() {
  const { NO_COLOR, TERM } = process.env;
  const isSeen = process.stdout.isTTY && process.stderr.isTTY && TERM !== 'dumb';
  return isSeen && (NO_COLOR ?? '') === '' ? { FORCE_COLOR: '1' } : {};
}
