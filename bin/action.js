// What action.yml runs: makes a command line of the step's inputs, and goes on as bin/run.js in the same process.
// Up to the check of its version this has to run on every Node: nobody has chosen the one that a runner has.
const path = require('path');

const dist = path.join(__dirname, '..', 'dist');
const obstacle = nodeTooOld() || bundleMissing();
if (obstacle) {
  process.stderr.write(`::error title=ecsdeploy::${obstacle}\n`);
  process.exit(2);
}

const argv = commandLine();
if (argv !== undefined) {
  // As if it had been typed: `sandbox start --detach` starts itself a second time by these words.
  process.argv.splice(1, process.argv.length, path.join(__dirname, 'run.js'), ...argv);
  require('./run.js');
}

function nodeTooOld() {
  const { engines } = require('../package.json');
  const [wantedMajor, wantedMinor] = engines.node.replace('>=', '').split('.').map(Number);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return '';
  return (
    `ecsdeploy needs Node ${wantedMajor}.${wantedMinor} or later, and the node of this runner is ${process.versions.node}. ` +
    'Put actions/setup-node with node-version 24 before this step.'
  );
}

// A branch has the sources only.
function bundleMissing() {
  if (require('fs').existsSync(path.join(dist, 'cli', 'main.js'))) return '';
  return 'This version of the action holds the sources of ecsdeploy and nothing that runs. Use a release: its tag, or v1.';
}

function commandLine() {
  try {
    return require('../dist/cli/action/step.js').commandLineOfStep(process);
  } catch (error) {
    process.exitCode = 1;
    void require('../dist/cli/main.js').fail(error);
    return undefined;
  }
}
