import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, it } from '@jest/globals';
import type { LoggedCall } from '../../src/sandbox/call-log.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** What one client got through in one test. Operations are `ecs:DescribeServices`, of the container registry `registry:GetBlob`. */
interface Testimony {
  /** Of the client, when the test was written down. */
  readonly version: string;
  /** Operations that were answered, and whose answers the client could read. */
  readonly operations: readonly string[];
  /** Operations with the code of the error that the client was refused with: `ecs:ListTasks ClusterNotFoundException`. */
  readonly refusals: readonly string[];
  /** Waiters that ended, for good or bad: `ecs services-stable`. */
  readonly waiters: readonly string[];
}

/** By the name of the client. */
type Testimonies = Record<string, Testimony>;

/** By the name of the test. The documentation's page about conformance is made of these files. */
interface Written {
  readonly file: string;
  readonly tests: Record<string, Testimonies>;
}

/** After a change on purpose: ECSDEPLOY_UPDATE_CONFORMANCE=1 npm test -- test/conformance, then npm run docs. */
const isWriting = process.env['ECSDEPLOY_UPDATE_CONFORMANCE'] === '1';

/** The clients whose word counts, by what their User-Agent begins with, and what the page calls them. */
const clientNames: Readonly<Record<string, string>> = {
  'aws-cli': 'aws CLI',
  Boto3: 'boto3',
  docker: 'docker engine',
  'Docker-Client': 'docker command',
  skopeo: 'skopeo',
};

/**
 * Listens to the calls that clients of others make of a sandbox, test by test, and holds them against what is written down in
 * `verified/`, so that the page which is made of it says no more than what tests have shown.
 */
export class Witness {
  readonly #file: string;
  readonly #page: URL;
  readonly #sandbox: () => Sandbox;
  readonly #names = new Set<string>();
  #waited: Record<string, string[]> = {};

  /** To be made in the body of a `describe`; `name` is that of the file in `verified/`, and `file` that of the test file. */
  constructor(name: string, file: string, sandbox: () => Sandbox) {
    this.#file = file;
    this.#page = new URL(`verified/${name}.json`, import.meta.url);
    this.#sandbox = sandbox;
    afterAll(() => this.#compareNames());
  }

  /** A test, whose name is written down with what the clients did in it. */
  it(name: string, body: () => Promise<void>, timeout?: number): void {
    if (this.#names.has(name)) throw new Error(`two tests are called: ${name}`);
    this.#names.add(name);
    it(
      name,
      async () => {
        this.#waited = {};
        await body();
        this.#compare(name, this.#heard());
      },
      timeout,
    );
  }

  /** A test that cannot run here, and whose name stands written down all the same. */
  skip(name: string, body: () => Promise<void>, timeout?: number): void {
    this.#names.add(name);
    it.skip(name, body, timeout);
  }

  /** For a client whose User-Agent does not tell for whom it waits. */
  waited(client: string, waiters: readonly string[]): void {
    this.#waited[client] = [...waiters];
  }

  /** Since the sandbox was made or reset: every test has its own. */
  #heard(): Testimonies {
    const { calls, registryCalls } = this.#sandbox().control;
    const heard: Testimonies = {};
    for (const call of [...calls.recent(), ...registryCalls.recent()]) {
      const client = clientOf(call);
      if (client === undefined) continue;
      const before = heard[client.name] ?? nothing(client.version, this.#waited[client.name]);
      heard[client.name] = add(before, call);
    }
    return heard;
  }

  #compare(name: string, heard: Testimonies): void {
    const written = this.#read();
    if (isWriting) {
      this.#write({ ...written.tests, [name]: heard });
      return;
    }
    const known = written.tests[name];
    if (known === undefined) {
      throw new Error(
        `${this.#page.pathname} has nothing of this test; ECSDEPLOY_UPDATE_CONFORMANCE=1 writes it down`,
      );
    }
    for (const [client, testimony] of Object.entries(known)) {
      const own = heard[client];
      if (own === undefined) throw new Error(`${client} did not ask for anything`);
      // How a client talks to a registry differs between its versions, and it may do more than is claimed.
      const isSame = own.version === testimony.version;
      const claims = isSame ? [...testimony.operations, ...testimony.refusals] : [];
      const counts = (one: string): boolean => !one.startsWith('registry:') || claims.includes(one);
      expect({
        client,
        ...own,
        operations: own.operations.filter(counts),
        refusals: own.refusals.filter(counts),
        version: testimony.version,
      }).toEqual({
        client,
        ...testimony,
        operations: testimony.operations.filter(counts),
        refusals: testimony.refusals.filter(counts),
      });
    }
  }

  #compareNames(): void {
    const { tests } = this.#read();
    if (isWriting) this.#write(tests);
    else expect(Object.keys(tests).filter((name) => !this.#names.has(name))).toEqual([]);
  }

  #read(): Written {
    if (!existsSync(this.#page)) return { file: this.#file, tests: {} };
    return JSON.parse(readFileSync(this.#page, 'utf8')) as Written;
  }

  /** In the order of the test file, without what is no test any more. */
  #write(tests: Written['tests']): void {
    const kept = [...this.#names].filter((name) => name in tests).map((name) => [name, tests[name]]);
    const written = { file: this.#file, tests: Object.fromEntries(kept) as Written['tests'] };
    writeFileSync(this.#page, `${JSON.stringify(written, undefined, 2)}\n`);
  }
}

function clientOf({ agent = '' }: LoggedCall): { name: string; version: string } | undefined {
  const [product = '', version = ''] = agent.split(' ', 1)[0]?.split('/') ?? [];
  const name = clientNames[product];
  return name === undefined ? undefined : { name, version };
}

function nothing(version: string, waiters: readonly string[] = []): Testimony {
  return { version, operations: [], refusals: [], waiters };
}

/** What a fault did to a call is no testimony. */
function add(testimony: Testimony, call: LoggedCall): Testimony {
  if (call.fault !== undefined) return testimony;
  const { service, error } = call;
  const operation = service === 'registry' ? call.operation : `${service}:${call.operation}`;
  const waiter = /\bcommand[/#](\w+)\.wait\.([\w-]+)/.exec(call.agent ?? '');
  return {
    ...testimony,
    operations: error === undefined ? withMember(testimony.operations, operation) : testimony.operations,
    refusals:
      error === undefined ? testimony.refusals : withMember(testimony.refusals, `${operation} ${error}`),
    waiters: waiter === null ? testimony.waiters : withMember(testimony.waiters, waiterOf(waiter)),
  };
}

/** The aws CLI calls CodeDeploy `deploy`. */
function waiterOf([, command = '', waiter = '']: RegExpExecArray): string {
  return `${command === 'deploy' ? 'codedeploy' : command} ${waiter}`;
}

function withMember(members: readonly string[], member: string): string[] {
  return [...new Set([...members, member])].sort();
}
