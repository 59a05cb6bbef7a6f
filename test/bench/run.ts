// npm run bench: a table for people, and with --json (or --json=FILE) the same figures for machines. It judges nothing: a
// missed aim is printed, never a failure, since these figures are taken on whatever machine there is.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { measureAgainstServer } from './against-server.ts';
import { table } from './figure.ts';
import { measureFromACommit } from './from-a-commit.ts';
import { measureGoingBack } from './going-back.ts';
import { measureHopelessReleases } from './hopeless-release.ts';
import { measurePackage } from './package-size.ts';
import { measureSeveralServices } from './several-services.ts';
import { measureStartUp } from './start-up.ts';
import { measureStepStart } from './step-start.ts';
import { measureVirtualTime } from './virtual-time.ts';

const bin = path.join(process.cwd(), 'bin', 'run.js');
const json = process.argv.find((argument) => argument.startsWith('--json'));

const figures = [
  ...(await measureStartUp(bin)),
  ...(await measureStepStart(process.cwd())),
  ...(await measurePackage()),
  ...(await measureAgainstServer(bin)),
  ...(await measureVirtualTime()),
  ...(await measureHopelessReleases()),
  ...(await measureSeveralServices(bin)),
  ...(await measureFromACommit()),
  ...(await measureGoingBack()),
];
const document = `${JSON.stringify({ node: process.version, figures }, null, 2)}\n`;
if (json === '--json') process.stdout.write(document);
else process.stdout.write(`${table(figures)}\n`);
if (json?.startsWith('--json=') === true) writeFileSync(json.slice('--json='.length), document);
