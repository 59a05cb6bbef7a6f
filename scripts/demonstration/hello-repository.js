import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../ensure-built.js';
import { plainEnvironment } from './program.js';
import { WentWrong } from './stage.js';

const author = { name: 'Demonstration', email: 'demonstration@ecsdeploy.example' };

/** The example hello in a temporary folder, as a git repository of its own. Nothing of the user's git takes part. */
export class HelloRepository {
  folder = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-demonstration-'));
  #stage;

  constructor(stage) {
    this.#stage = stage;
    stage.afterwards(() => rmSync(this.folder, { recursive: true, force: true }));
    cpSync(path.join(root, 'docs', 'examples', 'hello'), this.folder, { recursive: true });
  }

  /** Lets the tasks run on what the engine builds for. Fargate takes X86_64 where nothing is said. */
  useArchitectureOf({ platform }) {
    if (platform !== 'linux/arm64') return;
    const runtimePlatform = { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' };
    this.#edit('taskdef.json', (text) =>
      JSON.stringify({ ...JSON.parse(text), runtimePlatform }, undefined, 2),
    );
  }

  async begin() {
    await this.#git('init', '--quiet');
    await this.#git('add', '.');
    return await this.#commit('Say hello', 'all of docs/examples/hello');
  }

  /** Commits a change of one file and shows it. Returns the SHA. */
  async change(file, from, to, message) {
    this.#edit(file, (text) => {
      if (!text.includes(from)) throw new WentWrong(`${file} of the example has no "${from}"`);
      return text.replace(from, to);
    });
    return await this.#commit(message, `"${from}" in ${file} becomes "${to}"`);
  }

  /**
   * Commits that from now on a new version gets `percent` of the requests first, and that a person is asked before each shift. Nothing bakes:
   * how long the canary lasts is what the person decides. Returns the SHA.
   */
  async releaseAsCanary(percent) {
    const deployment = `strategy: CANARY\n  canary: { percent: ${percent}, bake: 0m }\n  bake: 0m`;
    this.#edit('ecsdeploy.yml', (text) =>
      text
        .replace('strategy: ROLLING', deployment)
        .replace('\nservices:', '\napprove: before-each-shift\n\nservices:'),
    );
    return await this.#commit(
      'Release as a canary',
      `in ecsdeploy.yml "strategy: ROLLING" becomes "strategy: CANARY" of ${percent} %, and "approve: before-each-shift" is new`,
    );
  }

  #edit(file, change) {
    const name = path.join(this.folder, file);
    writeFileSync(name, change(readFileSync(name, 'utf8')));
  }

  async #commit(message, content) {
    await this.#git('commit', '--quiet', '--all', '--message', message);
    const commit = await this.#git('rev-parse', 'HEAD');
    this.#stage.say(`Commit ${commit.slice(0, 12)} "${message}": ${content}`);
    return commit;
  }

  async #git(...args) {
    const { code, stdout } = await this.#stage.run('git', args, {
      cwd: this.folder,
      env: {
        ...plainEnvironment(),
        // Older versions of git know only the home.
        HOME: this.folder,
        XDG_CONFIG_HOME: this.folder,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        GIT_COMMITTER_NAME: author.name,
        GIT_COMMITTER_EMAIL: author.email,
      },
      output: 'kept',
    });
    if (code !== 0) throw new WentWrong(`git ${args.join(' ')} ended with ${code}`);
    return stdout.trim();
  }
}
