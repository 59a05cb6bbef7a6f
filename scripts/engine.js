// A container engine for CI: the one that answers, else one of Debian's own, installed and started here. Node's own modules only.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ensureBaseImage, staticBusybox } from './base-image.js';

// No iptables: containers reach each other and are reached over the bridge all the same, and many CI machines are containers, where
// the tables are out of reach. vfs: the one storage driver that works on every file system.
const daemonArguments = ['--iptables=false', '--ip6tables=false', '--storage-driver=vfs'];
const patience = { answer: 5_000, start: 30_000, install: 600_000 };
const look = 250;
// Daemons live in sbin, which not every PATH has.
const searched = [process.env.PATH ?? '', '/usr/sbin', '/sbin'].join(path.delimiter);
const env = { ...process.env, PATH: searched, DEBIAN_FRONTEND: 'noninteractive' };

/**
 * Makes sure that an engine answers and has an image to build on. Returns undefined if one answered already, else the process id and
 * the log file of the dockerd that was started for it, which are then the caller's to end and to remove. Throws an Error that says
 * why there is none, with the last lines of dockerd's log if it was started in vain.
 */
export async function ensureEngine() {
  const problem = installMissing();
  // Where there is a system manager, the package has started it.
  const started = answers() ? undefined : await start(problem);
  try {
    ensureBaseImage();
  } catch (error) {
    if (started !== undefined) process.kill(started.pid);
    throw error;
  }
  return started;
}

/** Undefined, or why something that is missing could not be installed: an engine that answers makes that unimportant. */
function installMissing() {
  const missing = [];
  if (!answers() && !isOnPath('dockerd')) missing.push('docker.io');
  if (staticBusybox() === undefined) missing.push('busybox-static');
  if (missing.length === 0) return undefined;
  if (!isRoot()) return say(`only root can install ${missing.join(' and ')}`);
  if (!isOnPath('apt-get')) return say(`there is no apt-get to install ${missing.join(' and ')} with`);
  const steps = [
    ['update', '-qq'],
    ['install', '-y', '-qq', ...missing],
  ];
  for (const args of steps) {
    const options = { env, encoding: 'utf8', timeout: patience.install };
    const { status, stderr, error } = spawnSync('apt-get', args, options);
    if (status !== 0) return say(`apt-get ${args.join(' ')} failed: ${error?.message ?? stderr.trim()}`);
  }
  return undefined;
}

async function start(problem) {
  if (!isOnPath('dockerd')) throw new Error(`No container engine answers, and ${problem}.`);
  if (!isRoot()) throw new Error('No container engine answers, and only root can start one.');
  const log = path.join(mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-dockerd-')), 'dockerd.log');
  const output = openSync(log, 'a');
  const daemon = spawn('dockerd', daemonArguments, {
    env,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  daemon.unref();
  const until = Date.now() + patience.start;
  const hasEnded = () => daemon.exitCode !== null || daemon.signalCode !== null;
  while (!hasEnded() && Date.now() < until) {
    if (answers()) return { pid: daemon.pid, log };
    await wait(look);
  }
  const what = hasEnded() ? 'ended by itself' : `did not answer within ${patience.start / 1000} s`;
  daemon.kill();
  const lastLines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(`dockerd ${what}; the end of ${log}:\n${lastLines}`);
}

/** `docker version` ends well only if the server's half is there too. */
function answers() {
  return spawnSync('docker', ['version'], { env, stdio: 'ignore', timeout: patience.answer }).status === 0;
}

function isRoot() {
  return process.getuid?.() === 0;
}

function isOnPath(command) {
  return searched.split(path.delimiter).some((folder) => existsSync(path.join(folder, command)));
}

function say(problem) {
  console.error(problem);
  return problem;
}
