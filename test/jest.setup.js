// oclif prints `this.log` and `--json` through console.log, which Jest buffers and decorates.
// A real console on the process's own streams lets command tests read what a user would read.
import { Console } from 'node:console';
globalThis.console = new Console(process.stdout, process.stderr);
