import { readdirSync, readFileSync } from 'node:fs';
import { operations } from '../src/sandbox/operations.ts';
import { registryOperationNames } from '../src/sandbox/registry/operations/index.ts';
import { s3OperationNames } from '../src/sandbox/s3/operation-of.ts';

const folder = new URL('../test/conformance/verified/', import.meta.url);

const serviceNames = {
  ecs: 'ECS',
  ecr: 'ECR',
  elbv2: 'Elastic Load Balancing',
  'application-autoscaling': 'Application Auto Scaling',
  codedeploy: 'CodeDeploy',
  cloudwatch: 'CloudWatch',
  logs: 'CloudWatch Logs',
  s3: 'S3',
  ssm: 'Systems Manager: Parameter Store',
  secretsmanager: 'Secrets Manager',
  iam: 'IAM',
  events: 'EventBridge',
  scheduler: 'EventBridge Scheduler',
  sts: 'STS',
  registry: 'Container registry',
};

const unnamed = Object.keys(operations).filter((service) => !(service in serviceNames));
// Its operations would be missing from the page, and from what it counts.
if (unnamed.length > 0) throw new Error(`the page about conformance has no name for ${unnamed.join(', ')}`);

/** Where each client comes from. What is newer than Debian's packages is tested where it is found, and nowhere is it a must. */
const origins = {
  'aws CLI': "Debian's `awscli`",
  boto3: "Debian's `python3-boto3`",
  'newer aws CLI': 'an `aws` on the `PATH` that knows service deployments',
  'newer boto3': 'a `python3` on the `PATH` whose boto3 can stop a service deployment',
  'docker engine': "Debian's `docker.io`, or the engine that answers",
  'docker command': '`docker manifest` of the first `docker` on the `PATH`',
  skopeo: "Debian's `skopeo`",
};

/** The page about conformance, from what the conformance tests have written down. */
export function conformancePage() {
  const testimonies = readTestimonies();
  const clients = Object.keys(origins).filter((client) => testimonies.some((one) => one.client === client));
  return [
    '# Conformance',
    '',
    'The [sandbox](sandbox.md) was written from what AWS documents and from what others have observed. It is worth as much as can be shown by somebody else: here is what clients that this project did not write',
    'have done with it, over HTTP, and what only its own tests say.',
    '',
    'Each line was recorded while a test ran: the sandbox knows each caller by its `User-Agent`. The tests compare with every run, so a line that is no longer true fails them. After a change on purpose',
    '`ECSDEPLOY_UPDATE_CONFORMANCE=1 npm test -- test/conformance` writes down what was seen, and `npm run docs` makes this page of it.',
    '',
    '## Clients',
    '',
    '| Client | Version | From | Must be there in CI |',
    '| --- | --- | --- | --- |',
    ...clients.map(
      (client) =>
        `| ${client} | ${versionsOf(testimonies, client)} | ${origins[client]} | ${isOptional(client) ? 'no' : 'yes'} |`,
    ),
    '',
    'The versions are those with which this page was written. The tests run with others too; what a client asks of the container registry is compared only for the same version. The older aws CLI and boto3 speak XML to CloudWatch,',
    'the newer ones JSON. The older ones do not know service deployments, service revisions and `DeleteTaskDefinitions`.',
    '',
    '## What they went through',
    '',
    ...stories(testimonies),
    '## Waiters',
    '',
    '`ecs services-stable` ends well after the circuit breaker has taken a release back: there is one deployment again, and its tasks run. The test says so for the aws CLI (exit 0, no output) and for boto3.',
    'That the old revision serves is told by `DescribeServices` alone: the deployment that was asked for is gone, `taskDefinition` is the old one, and the events say "rolling back to deployment".',
    '',
    '`codedeploy deployment-successful` fails, with 255, for a deployment that CodeDeploy took back, and says no more than `Failed` or `Stopped`: why, and what the rollback deployment came to, has to be asked. `aws ecs deploy` uses it, and',
    'sends its calls to CodeDeploy past `--endpoint-url`; `AWS_ENDPOINT_URL` leads newer versions, and the older ones are led by endpoint data in `AWS_DATA_PATH`.',
    '',
    "ECR's waiters and those for composite alarms need operations that the sandbox does not have.",
    '',
    '| Waiter | Used by |',
    '| --- | --- |',
    ...table(testimonies, ({ waiters }) => waiters).map(([waiter, by]) => `| ${waiter} | ${by.join(', ')} |`),
    '',
    '## Errors',
    '',
    "Errors that a client got, and read: code, text, status. The texts stand in the tests. Where one is the sandbox's own, [the sandbox's page](sandbox.md#differs-from-aws) says so.",
    '',
    '| Operation | Code | Read by |',
    '| --- | --- | --- |',
    ...table(testimonies, ({ refusals }) => refusals).map(([refusal, by]) => {
      const [operation, code] = refusal.split(' ');
      return `| ${titleOf(operation)} | \`${code}\` | ${by.join(', ')} |`;
    }),
    '',
    '## Operations',
    '',
    'An operation counts for a client that was answered and could read the answer. Without any, only calls of the AWS SDK for JavaScript show it, whose models the sandbox itself uses, so that both would be wrong together;',
    'those of the container registry are shown by requests of its own tests.',
    '',
    ...Object.keys(serviceNames).flatMap((service) => operationsOf(service, testimonies, clients)),
    '## What only our own tests show',
    '',
    ownOnly(testimonies),
    '',
    'And of behaviour:',
    '',
    "- Requests through a load balancer, their headers, cookies and error pages: Node's HTTP client.",
    '- CBOR for CloudWatch: bytes that a test makes.',
    '- Lost replies, time-outs and eventual consistency as ecsdeploy meets them. boto3 was seen to retry a lost reply, a fault of the server and throttling.',
    '',
    '## What no client can show',
    '',
    'That a client understands an answer does not mean that AWS would give it. When a deployment fails, how long a step takes, which events it writes and what a breaker counts come from documents and observations;',
    '[where the sandbox differs from AWS](sandbox.md#differs-from-aws) is listed. Signatures, permissions and real capacity are not checked at all.',
    '',
  ].join('\n');
}

/** One row for each client of each test. */
function readTestimonies() {
  // A newer client comes after the one of which it is a newer version.
  const files = readdirSync(folder).sort((a, b) => isNewer(a) - isNewer(b) || a.localeCompare(b));
  return files.flatMap((name) => {
    const { file, tests } = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    const prefix = isNewer(name) ? 'newer ' : '';
    return Object.entries(tests).flatMap(([test, byClient]) =>
      Object.entries(byClient).map(([client, told]) => ({
        file,
        test,
        client: `${prefix}${client}`,
        ...told,
      })),
    );
  });
}

function isNewer(name) {
  return name.startsWith('newer-');
}

function isOptional(client) {
  return client.startsWith('newer ');
}

function versionsOf(testimonies, client) {
  const versions = testimonies.filter((one) => one.client === client).map(({ version }) => version);
  return [...new Set(versions)].sort().join(', ');
}

function stories(testimonies) {
  const files = [...new Set(testimonies.map(({ file }) => file))];
  return files.flatMap((file) => {
    const ofFile = testimonies.filter((one) => one.file === file);
    const tests = [...new Set(ofFile.map(({ test }) => test))];
    return [
      `[${file}](../test/conformance/${file}):`,
      '',
      ...tests.map((test) => {
        const by = ofFile.filter((one) => one.test === test).map(({ client }) => client);
        return `- ${test} (${by.join(', ')})`;
      }),
      '',
    ];
  });
}

/** Each thing, in the order of the alphabet, with the clients that told of it. */
function table(testimonies, thingsOf) {
  const by = new Map();
  for (const testimony of testimonies) {
    for (const thing of thingsOf(testimony)) {
      const known = by.get(thing) ?? new Set();
      by.set(thing, known.add(testimony.client));
    }
  }
  const order = Object.keys(origins);
  return [...by]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([thing, clients]) => [thing, order.filter((client) => clients.has(client))]);
}

/** Everything that the sandbox has of a service, as testimonies name it. */
function namesOf(service) {
  if (service === 'registry') return registryOperationNames;
  const names = service === 's3' ? s3OperationNames : Object.keys(operations[service]);
  return names.map((operation) => `${service}:${operation}`);
}

function titleOf(name) {
  const [service, operation] = name.split(':');
  return service === 'registry' ? `\`${name}\`` : `${serviceNames[service]} \`${operation}\``;
}

function operationsOf(service, testimonies, clients) {
  const own = namesOf(service);
  const shown = new Map(table(testimonies, ({ operations }) => operations));
  const columns = clients.filter((client) => own.some((name) => shown.get(name)?.includes(client)));
  return [
    `### ${serviceNames[service]}`,
    '',
    `| Operation | ${columns.join(' | ')} |`,
    `| --- | ${columns.map(() => ':-:').join(' | ')} |`,
    ...own.map((name) => {
      const marks = columns.map((client) => (shown.get(name)?.includes(client) ? '✓' : ''));
      return `| \`${service === 'registry' ? name : name.split(':')[1]}\` | ${marks.join(' | ')} |`;
    }),
    '',
  ];
}

function ownOnly(testimonies) {
  const shown = new Set(testimonies.flatMap(({ operations }) => operations));
  const all = Object.keys(serviceNames).flatMap(namesOf);
  const missing = all.filter((name) => !shown.has(name));
  const inCi = new Set(
    testimonies.filter(({ client }) => !isOptional(client)).flatMap(({ operations }) => operations),
  );
  const onlyNewer = all.filter((name) => shown.has(name) && !inCi.has(name));
  const count = `${all.length - missing.length} of ${all.length} operations were called by somebody else.`;
  const rest = missing.length === 0 ? '' : ` Not: ${missing.map(titleOf).join(', ')}.`;
  const newer =
    onlyNewer.length === 0
      ? ''
      : ` Only newer clients, which not every machine has, called ${onlyNewer.map(titleOf).join(', ')}.`;
  return `${count}${rest}${newer}`;
}
