// oclif prints `this.log` and `--json` through console.log, which Jest buffers and decorates.
// A real console on the process's own streams lets command tests read what a user would read.
import { Console } from 'node:console';
globalThis.console = new Console(process.stdout, process.stderr);

// Whoever runs the tests may be a step of GitHub Actions; what they run must not report to it.
for (const name of ['GITHUB_ACTIONS', 'GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_TOKEN', 'GH_TOKEN'])
  delete process.env[name];
