// Preloaded into a measured process: writes down where the time of a start goes, as far as it can be seen from outside. What is
// loaded is told by file names: main.js brings oclif, a file in commands/ our code, one that is named for a service the SDK.
const startedAt = performance.now();
const { subscribe } = require('node:diagnostics_channel');
const { writeFileSync } = require('node:fs');
const Module = require('node:module');

/** Milliseconds since the process began. */
const moments = { begun: startedAt };
let clients = 0;
let isLoading = false;
const load = Module._load;

Module._load = function (request, parent, isMain) {
  const what = isLoading ? undefined : kindOf(request);
  if (what === undefined) return load.call(this, request, parent, isMain);
  isLoading = true;
  const from = performance.now();
  try {
    return load.call(this, request, parent, isMain);
  } finally {
    isLoading = false;
    noteLoaded(what, from, performance.now());
  }
};

subscribe('http.client.request.start', () => {
  moments.firstRequest ??= performance.now();
});

process.on('exit', () => {
  const { idle } = performance.eventLoopUtilization();
  const report = { ...moments, clients, idle, ended: performance.now() };
  writeFileSync(process.env.BENCH_START_FILE, JSON.stringify(report));
});

function kindOf(request) {
  if (request.endsWith('dist/cli/main.js')) return 'main';
  if (/[\\/]dist[\\/]commands[\\/]/.test(request)) return 'command';
  if (/^\.\/(ecs|elbv2|ecr|sts|logs|cloudwatch)-\w+\.js$/.test(request)) return 'client';
  return undefined;
}

function noteLoaded(what, from, to) {
  if (what === 'client') {
    moments.firstClient ??= { from, to };
    clients += to - from;
  } else moments[what] ??= { from, to };
}
