import { describe, expect, it } from '@jest/globals';
import { engineMessage } from '../../../src/sandbox/runtime/docker/engine-message.ts';
import { readLogLine } from '../../../src/sandbox/runtime/docker/log-line.ts';
import { bindingsFrom } from '../../../src/sandbox/runtime/docker/ports.ts';
import { pullFailure } from '../../../src/sandbox/runtime/docker/pull-failure.ts';
import { bridgeGateway, remoteHost } from '../../../src/sandbox/runtime/docker/reach.ts';

describe('what the engine says', () => {
  it('is found among what the CLI says itself', () => {
    const stderr =
      'WARNING: no swap\nError response from daemon: failed to create shim task: exec: "nosuch": executable file not found in $PATH: unknown\nError: failed to start containers: 8bb7\n';
    expect(engineMessage(stderr)).toBe(
      'Error response from daemon: failed to create shim task: exec: "nosuch": executable file not found in $PATH: unknown',
    );
    expect(engineMessage('spawn docker ENOENT')).toBe('spawn docker ENOENT');
    expect(engineMessage('\n')).toBe('no answer from the engine');
  });

  it.each([
    [
      'Error response from daemon: no matching manifest for linux/arm64/v8 in the manifest list entries',
      "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/arm64'",
    ],
    [
      'Error response from daemon: manifest for example/web:9 not found: manifest unknown: manifest unknown',
      'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref example/web:9: example/web:9: not found',
    ],
    [
      "Error response from daemon: pull access denied for example/web, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      "CannotPullContainerError: The task can't pull the image. Check whether the image exists. Error response from daemon: pull access denied for example/web, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    ],
    [
      'Error response from daemon: Get "https://registry.example/v2/": dial tcp: lookup registry.example: no such host',
      'CannotPullContainerError: Error response from daemon: Get "https://registry.example/v2/": dial tcp: lookup registry.example: no such host',
    ],
  ])('about a pull becomes what ECS says: %s', (stderr, reason) => {
    expect(pullFailure('example/web:9', 'linux/arm64', stderr)).toBe(reason);
  });

  it('about published ports becomes what DescribeTasks shows', () => {
    const ports = {
      '8080/tcp': [
        { HostIp: '127.0.0.1', HostPort: '49153' },
        { HostIp: '::1', HostPort: '49153' },
      ],
      '53/udp': [{ HostIp: '0.0.0.0', HostPort: '5353' }],
      '9000/tcp': null,
    };
    expect(bindingsFrom(ports)).toEqual([
      { bindIP: '127.0.0.1', containerPort: 8080, hostPort: 49153, protocol: 'tcp' },
      { bindIP: '0.0.0.0', containerPort: 53, hostPort: 5353, protocol: 'udp' },
    ]);
  });
});

describe('a line of a container', () => {
  const moment = '2026-11-21T06:58:54.453341940Z';

  it('keeps its spaces and loses its moment', () => {
    expect(readLogLine(`${moment}   a  b `)).toEqual({ at: moment, message: '  a  b ' });
    expect(readLogLine(`${moment} `)).toEqual({ at: moment, message: '' });
  });

  it('is whole again where the engine had cut it', () => {
    const piece = 'x'.repeat(16 * 1024);
    expect(readLogLine(`${moment} ${piece}${moment} ${piece}${moment} end`)?.message).toBe(
      `${piece}${piece}end`,
    );
  });

  it('is nothing that the CLI says itself', () => {
    expect(readLogLine('Error response from daemon: no such container')).toBeUndefined();
  });
});

describe('where an engine is', () => {
  it.each([
    ['unix:///var/run/docker.sock', undefined],
    ['npipe:////./pipe/docker_engine', undefined],
    ['tcp://127.0.0.1:2375', undefined],
    ['tcp://localhost:2375', undefined],
    ['tcp://build.example:2376', 'build.example'],
    ['ssh://me@build.example', 'build.example'],
    ['', undefined],
  ])('%s is at %s', (endpoint, host) => {
    expect(remoteHost(endpoint)).toBe(host);
  });

  it('its bridge has the address that is named, or the first of its subnet', () => {
    expect(bridgeGateway('[{"Subnet":"172.17.0.0/16","Gateway":"172.17.0.9"}]')).toBe('172.17.0.9');
    expect(bridgeGateway('[{"Subnet":"fd00::/80"},{"Subnet":"172.17.0.0/16"}]')).toBe('172.17.0.1');
    expect(bridgeGateway('')).toBeUndefined();
    expect(bridgeGateway('null')).toBeUndefined();
  });
});
