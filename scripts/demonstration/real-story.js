/* global fetch */
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { HelloRepository } from './hello-repository.js';
import { HelloService } from './hello-service.js';
import { pinnedImage } from './pinned-image.js';
import { Program, startSandbox } from './program.js';
import { expect } from './stage.js';
import { SteadyRequests } from './steady-requests.js';

const perSecond = 50;
/** Percent of the requests that a version gets first, and for how many milliseconds the answers are counted then. */
const canaryPercent = 10;
const canaryTime = 8_000;
/** What the example says when it was built to crash. */
const lastWords = 'was built with CRASH=yes and does not start';

/**
 * Four commits of docs/examples/hello, while a client sends requests: the first serves, the second is released task by task, the third as a
 * canary, with a person's approvals; the fourth crashes at start → noticed, rolled back, explained. With the built command, the container engine of this machine, and a sandbox of its own.
 */
export class RealStory {
  #stage;
  #here;
  #begun = performance.now();
  #hello;
  #service;
  #program;
  #requests;
  /** The commits so far: version 1, version 2 and so on. */
  #commits = [];
  /** Of the sandbox. */
  #url;
  #answered = 0;
  #failed = 0;

  /** `here` is what whatIsHere() has found. */
  constructor(stage, here) {
    this.#stage = stage;
    this.#here = here;
  }

  async tell() {
    const { engine, base } = this.#here;
    const stage = this.#stage;
    this.#hello = new HelloRepository(stage);
    this.#hello.useArchitectureOf(engine);
    stage.afterwards(() => this.#removeImages());
    stage.say(`docker ${engine.version} answers, so tasks are real containers; ${base} is their base image.`);
    this.#url = await startSandbox(stage, ['--runtime', 'docker']);
    this.#service = new HelloService(this.#url);
    this.#program = new Program(stage, this.#url, {
      folder: this.#hello.folder,
      variables: { HELLO_BASE: base },
    });

    await this.#serve();
    this.#requests = new SteadyRequests(await this.#service.listenerUrl('production'), perSecond);
    stage.afterwards(() => this.#requests.stop());
    await this.#release();
    await this.#releaseAsCanary();
    await this.#crash();
  }

  conclusion() {
    const { version } = this.#here.engine;
    const seconds = Math.round((performance.now() - this.#begun) / 1000);
    return [
      `Real: the commits, their images, containers and health checks (docker ${version}), every request, ecsdeploy, the AWS SDK. Simulated: AWS (ECS, ECR, load balancer, logs), by the sandbox.`,
      `${this.#answered + this.#failed} requests, ${this.#failed} failed; ${seconds} s in all.`,
    ];
  }

  async #serve() {
    const program = this.#program;
    this.#stage.title('1. A commit becomes an image, and the image a service that serves');
    const commit = this.#note(await this.#hello.begin());
    const pushed = await program.show('push', 'hello', '--create-repository');
    expect(pushed === 0, `push ended with ${pushed}`);
    const image = await this.#image(commit);
    await this.#service.create(await program.ask('render', 'hello', '--image', image, '--commit', commit));
    this.#stage.say(
      'Created with the AWS SDK: log group, cluster, load balancer, and service hello with two tasks of this image.',
    );
    const watched = await program.show('watch', 'hello');
    expect(watched === 0, `the service did not become steady (${watched})`);
    const status = await program.show('status', 'hello');
    expect(status === 0, `status ended with ${status}`);
    await this.#expectToServe(commit);
  }

  async #release() {
    this.#stage.title(`2. The next commit is released, while a client sends ${perSecond} requests a second`);
    const change = ['serve.sh', 'hello from', 'hello again from', 'Say it again'];
    const commit = this.#note(await this.#hello.change(...change));
    const released = await this.#program.show('deploy', 'hello');
    expect(released === 0, `the release of version 2 ended with ${released}, not 0`);
    const [first, second] = await this.#account();
    expect(first > 0 && second > 0, 'the answers did not change from version 1 to version 2');
    await this.#expectToServe(commit);
  }

  async #releaseAsCanary() {
    const stage = this.#stage;
    stage.title(
      `3. The next commit gets ${canaryPercent} % of the requests first, and all when somebody approves`,
    );
    const commit = this.#note(await this.#hello.releaseAsCanary(canaryPercent));

    const tested = await this.#untilPaused('deploy', 'hello');
    const answer = await stage.unlessInterrupted(this.#askTestListener());
    stage.say(`The test listener answers: ${answer}`);
    expect(answer.includes(commit), 'the test listener does not answer with version 3');
    const [, , early] = await this.#account();
    expect(early === 0, `${early} requests were answered by version 3 before anybody had approved`);

    await this.#approve(tested);
    const atTen = await this.#untilPaused('resume', 'hello');
    // What was in flight when the weights changed is of neither time.
    await this.#account('On the way there');
    await stage.unlessInterrupted(wait(canaryTime));
    const counts = await this.#account(`${canaryTime / 1000} s of the canary`);
    this.#compare(counts, await this.#service.weight());

    await this.#approve(atTen, '--wait');
    await this.#account();
    await this.#expectToServe(commit);
  }

  /** Shows a command that ends at the next pause. Returns the name of that pause, from the command that it prints to approve it. */
  async #untilPaused(...command) {
    const { code, stdout } = await this.#program.showAndKeep(...command, '--until', 'paused');
    expect(code === 0, `${command[0]} ended with ${code}, not 0 (paused)`);
    const name = /approve .*--expect (\S+)/.exec(stdout)?.[1];
    expect(name !== undefined, 'nothing says how to approve');
    return name;
  }

  async #approve(pause, ...flags) {
    const code = await this.#program.show('approve', 'hello', '--expect', pause, ...flags);
    expect(code === 0, `approve ended with ${code}`);
  }

  async #askTestListener() {
    const answer = await fetch(await this.#service.listenerUrl('test'));
    return (await answer.text()).trim();
  }

  #compare(counts, weight) {
    const share = (counts[2] / counts.reduce((sum, count) => sum + count, 0)) * 100;
    this.#stage.say(`Version 3 answered ${share.toFixed(1)} % of them; AWS says ${weight} %.`);
    expect(weight === canaryPercent, `AWS says ${weight} % during the canary`);
    expect(Math.abs(share - weight) < 3, `${share} % of the answers are not ${weight} %`);
  }

  async #crash() {
    this.#stage.title('4. The next commit crashes at its start, under the same load');
    const [, , good] = this.#commits;
    this.#note(await this.#hello.change('Dockerfile', 'ARG CRASH=no', 'ARG CRASH=yes', 'Crash'));
    const { code, stdout } = await this.#program.showAndKeep('deploy', 'hello');
    expect(code === 20, `the release of version 4 ended with ${code}, not 20 (rolled back)`);
    expect(stdout.includes(lastWords), 'the explanation has not the line of the log that says why');
    const [first, second, , fourth] = await this.#account();
    expect(first + second + fourth === 0, 'not version 3 alone answered');
    await this.#expectToServe(good);
  }

  #image(commit) {
    return pinnedImage(this.#url, 'demo/hello', commit);
  }

  #note(commit) {
    this.#commits.push(commit);
    return commit;
  }

  /** Tells how the requests went since the last time, or during what is said. Returns how many of them each version answered. */
  async #account(during = 'Meanwhile') {
    const sent = this.#requests.sinceLastCall();
    const { answers, failures } = await this.#stage.unlessInterrupted(sent);
    this.#answered += answers.length;
    this.#failed += failures.length;
    const counts = this.#commits.map((commit) => answers.filter((body) => body.includes(commit)).length);
    const shares = counts.map((count, index) => `${count} answered by version ${index + 1}`);
    const parts = [...shares.filter((_, index) => counts[index] > 0), `${failures.length} failed`];
    this.#stage.say(`${during} ${answers.length + failures.length} requests: ${parts.join(', ')}.`);
    expect(failures.length === 0, `${failures.length} requests failed, the first with: ${failures[0]}`);
    return counts;
  }

  async #expectToServe(commit) {
    const { image, running } = await this.#program.serving('hello');
    const wanted = await this.#image(commit);
    expect(image === wanted && running === 2, `${running} tasks of ${image} serve, not two of ${wanted}`);
  }

  async #removeImages() {
    if (this.#url === undefined) return;
    const repository = `${new URL(this.#url).host}/demo/hello`;
    const tags = this.#commits.map((commit) => `${repository}:${commit}`);
    const found = await this.#docker('image', 'inspect', '--format', '{{join .RepoDigests "\n"}}', ...tags);
    // Containers were started by digest; some engines keep that name by itself.
    const digests = found.split('\n').filter((name) => name.startsWith(`${repository}@`));
    for (const names of [tags, digests]) if (names.length > 0) await this.#docker('image', 'rm', ...names);
  }

  /** Not a run of the stage, which would not begin when somebody has left. What is gone already is no trouble. */
  async #docker(...args) {
    const { child, closed } = this.#stage.start('docker', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const [stdout] = await Promise.all([text(child.stdout), closed]);
    return stdout;
  }
}
