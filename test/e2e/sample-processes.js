// A thread that looks at all processes of this machine again and again, and at the files that hold logins while they are there.
// Plain JavaScript: a thread is not compiled by jest.
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

const { stop, folders, secretFiles } = workerData;
const pause = 5;
// Arguments and environment change only when a process turns into another program, which it does soon after its start.
const looksAtYoung = 40;
const looksBetween = 10;

const ownNamespace = namespaceOf('self');
const processes = new Map();
const sightings = new Map();
const files = new Map();
let looks = 0;

do {
  lookAtProcesses();
  for (const folder of folders) lookForFiles(folder);
  looks += 1;
} while (Atomics.wait(stop, 0, 0, pause) === 'timed-out');

parentPort.postMessage({ looks, sightings: [...sightings.values()], files: [...files.values()] });

function lookAtProcesses() {
  const pids = new Set(readdirSync('/proc').filter((name) => /^\d+$/.test(name)));
  for (const pid of processes.keys()) if (!pids.has(pid)) processes.delete(pid);
  for (const pid of pids) {
    const count = (processes.get(pid) ?? -1) + 1;
    processes.set(pid, count);
    if (count < looksAtYoung || count % looksBetween === 0) lookAt(pid);
  }
}

function lookAt(pid) {
  // What is told together is of one program: a process can turn into another between two looks, and shows no arguments in the middle of it.
  let args = read(`/proc/${pid}/cmdline`);
  let environment;
  for (let tries = 0; tries < 5; tries += 1) {
    environment = read(`/proc/${pid}/environ`);
    const after = read(`/proc/${pid}/cmdline`);
    if (after === args) break;
    args = after;
  }
  // Kernel threads, and what has ended, show nothing at all.
  if (args === undefined || (args === '' && environment === '')) return;
  const key = `${pid} ${args} ${environment}`;
  if (sightings.has(key)) return;
  const namespace = namespaceOf(pid);
  sightings.set(key, {
    pid: Number(pid),
    args: args.replace(/\0$/, '').split('\0'),
    environment: environment ?? '',
    isContained: namespace !== undefined && namespace !== ownNamespace,
  });
}

function lookForFiles(folder) {
  for (const name of names(folder)) {
    for (const secretFile of secretFiles) {
      const file = path.join(folder, name, secretFile);
      const content = read(file);
      if (content === undefined || content === '' || files.has(`${file} ${content}`)) continue;
      try {
        const modes = [path.dirname(file), file].map((one) => statSync(one).mode & 0o777);
        files.set(`${file} ${content}`, { file, content, modes });
      } catch {
        // Gone since it was read.
      }
    }
  }
}

function names(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Undefined where it is gone, or somebody else's. */
function read(file) {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
}

function namespaceOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined;
  }
}
