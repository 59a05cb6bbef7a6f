import { describe, expect, it } from '@jest/globals';
import { lookUp, recognise } from '../../../src/diagnosis/catalogue.ts';
import { asLogTells } from '../../../src/diagnosis/log-tells.ts';
import type { Finding } from '../../../src/model/diagnosis.ts';

const user = 'arn:aws:iam::123456789012:user/ci';
const denied = (action: string) => `User: ${user} is not authorized to perform: ${action} on resource: *`;
const oci = (why: string) =>
  `CannotStartContainerError: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${why}: unknown`;

describe('who lacks a permission', () => {
  it.each([
    'logs:GetLogEvents',
    'logs:CreateLogGroup',
    'elasticloadbalancing:DescribeTargetHealth',
    'elasticloadbalancing:RegisterTargets',
    'elasticloadbalancing:ModifyListener',
    'elasticloadbalancing:ModifyRule',
    'elasticloadbalancing:DescribeRules',
    'lambda:InvokeFunction',
    'ecr:BatchGetImage',
    'ecr:GetDownloadUrlForLayer',
  ])('is who the message names, and no role of ECS: %s', (action) => {
    expect(recognise(denied(action))).toMatchObject({
      id: 'permission.missing',
      cause: `${user} may not call ${action}`,
      confidence: 'high',
    });
  });

  it.each([
    [
      `ResourceInitializationError: failed to validate logger args: ${denied('logs:CreateLogGroup')}`,
      'logs.denied',
    ],
    [
      `CannotStartContainerError: failed to initialize logging driver: ${denied('logs:PutLogEvents')}`,
      'logs.denied',
    ],
    [`CannotPullContainerError: ${denied('ecr:GetDownloadUrlForLayer')}`, 'image.pull-denied'],
    [
      `service web failed to deregister targets in target-group web with (error ${denied('elasticloadbalancing:DeregisterTargets')})`,
      'native.targets-denied',
    ],
    [
      `Service deployment rolled back because PRODUCTION_TRAFFIC_SHIFT lifecycle hook(s) failed. ${denied('elasticloadbalancing:ModifyRule')}`,
      'native.shift-denied',
    ],
  ])('is a role of the task or of ECS where the message says where: %s', (message, id) => {
    expect(recognise(message)).toMatchObject({ id, confidence: 'high' });
  });

  it('is not told where targets were not registered for another reason', () => {
    expect(
      recognise('(service web) failed to register targets in (target-group web) with (error Rate exceeded)')
        ?.id,
    ).toBe('service.throttled');
  });

  it('is named in the sentence about a pull', () => {
    expect(
      lookUp(
        `Error response from daemon: pull access denied for r/web, repository does not exist or may require 'docker login': denied: ${denied('ecr:BatchGetImage')}`,
      )?.cause,
    ).toBe(`${user} may not pull the image`);
  });
});

describe('an image that the registry does not show', () => {
  it.each([
    'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref docker.io/shop/web:1: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ghcr.io/shop/web:1: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Ashop%2Fweb%3Apull&service=ghcr.io: 403 Forbidden',
    'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref registry.gitlab.com/shop/web:1: unexpected status from HEAD request to https://registry.gitlab.com/v2/shop/web/manifests/1: 401 Unauthorized',
  ])('may be private: %s', (message) => {
    expect(recognise(message)).toMatchObject({ id: 'image.private-or-missing', confidence: 'high' });
  });

  it('is not one that could not be pushed', () => {
    expect(
      recognise(
        'ERROR: failed to solve: failed to push shop/web:1: push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      )?.id,
    ).toBe('push.not-logged-in');
  });
});

describe('a container that the engine could not set up', () => {
  it.each([
    [
      'chdir to cwd ("/srv/app") set in config.json failed: no such file or directory',
      'command.working-directory',
    ],
    ['chdir to cwd ("/root") set in config.json failed: permission denied', 'command.working-directory'],
    [
      'error mounting "cgroup" to rootfs at "/sys/fs/cgroup": mount cgroup:/sys/fs/cgroup/openrc: no such file or directory',
      'container.runtime',
    ],
    [
      'apparmor failed to apply profile: write /proc/self/attr/apparmor/exec: no such file or directory',
      'container.runtime',
    ],
    [
      'unable to apply cgroup configuration: mkdir /sys/fs/cgroup/memory/ecs: no space left on device',
      'container.runtime',
    ],
    [
      'error gathering device information while adding custom device "/dev/nvidia0": no such file or directory',
      'container.device',
    ],
    [
      'error mounting "/etc/web/app.conf" to rootfs at "/app/app.conf": mount /etc/web/app.conf:/app/app.conf: not a directory',
      'volume.mount',
    ],
    ['error mounting "/data" to rootfs at "/data": permission denied', 'volume.mount'],
  ])('is not one whose command is missing: %s', (why, id) => {
    expect(recognise(oci(why))).toMatchObject({ id, confidence: 'high' });
  });

  it('can heal where the host is to blame, and not where the task definition is', () => {
    expect(lookUp(oci('error mounting "cgroup" to rootfs at "/sys/fs/cgroup"'))?.heals).toBe('maybe');
    expect(
      lookUp(oci('chdir to cwd ("/srv") set in config.json failed: no such file or directory')),
    ).toMatchObject({ heals: 'never', cause: expect.stringContaining('/srv') });
  });

  it('is still one whose command is missing', () => {
    for (const why of [
      'exec: "/app/serve": stat /app/serve: no such file or directory',
      'exec: "/app/serve": permission denied',
      'exec: "serve": executable file not found in $PATH',
    ]) {
      expect(recognise(oci(why))).toMatchObject({
        id: 'command.not-found',
        confidence: 'high',
        heal: 'never',
      });
    }
    expect(recognise('OCI runtime create failed: odd: no such file or directory: unknown')).toMatchObject({
      id: 'command.not-found',
      confidence: 'medium',
      heal: 'maybe',
    });
  });
});

describe('a start that fails for a reason of its own', () => {
  it.each([
    ['unable to find user app: no matching entries in passwd file', 'command.user'],
    ['mount callback failed on /tmp/containerd-mount1: no users found', 'command.user'],
    ['exec user process caused: no such file or directory', 'command.not-found'],
  ])('is no other: %s', (why, id) => {
    expect(recognise(oci(why))).toMatchObject({ id, confidence: 'high' });
  });

  it.each([
    [
      'CannotStartContainerError: Error response from daemon: driver failed programming external connectivity on endpoint ecs-web-1: Bind for 0.0.0.0:80 failed: port is already allocated',
      'capacity.port-in-use',
    ],
    [
      'ResourceInitializationError: failed to download env files: file download command: non empty error stream: service call has been retried 1 time(s): AccessDenied: Access Denied status code: 403',
      'resource.environment-file',
    ],
    ['denied: Your authorization token has expired. Reauthenticate and try again.', 'push.not-logged-in'],
  ])('is no other: %s', (message, id) => {
    expect(recognise(message)).toMatchObject({ id, confidence: 'high' });
  });

  it('is hinted at by the end of a log', () => {
    expect(recognise('exec /usr/local/bin/docker-entrypoint.sh: no such file or directory')).toMatchObject({
      id: 'command.not-found',
      confidence: 'medium',
    });
  });
});

describe('memory', () => {
  const crash = (line: string): Finding => ({
    id: 'exit.1',
    cause: 'The container exited with code 1',
    heals: 'maybe',
    evidence: 'Essential container in task exited',
    source: 'container',
    count: 1,
    exitCode: 1,
    container: 'app',
    log: { group: '/web', stream: 'web/app/1', lines: [line] },
  });

  it.each([
    'NOTE: Picked up JDK_JAVA_OPTIONS: -XX:+ExitOnOutOfMemoryError -Xmx512m',
    'java -XX:+HeapDumpOnOutOfMemoryError -jar app.jar',
  ])('is not what a crash is about where an option only names it: %s', (line) => {
    expect(asLogTells(crash(line)).id).toBe('exit.1');
    expect(recognise(line)).toBeUndefined();
  });

  it.each([
    'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
    'Terminating due to java.lang.OutOfMemoryError: Metaspace',
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  ])("of a runtime's own heap is another limit than the container's: %s", (line) => {
    expect(asLogTells(crash(line))).toMatchObject({ id: 'memory.heap', confidence: 'medium' });
  });

  it.each([
    ['OutOfMemoryError: Container killed due to memory usage', 'high'],
    ['OutOfMemoryError: the container was killed', 'medium'],
    ['OutOfMemoryError', 'medium'],
    ['OOMKilled', 'medium'],
  ])('of the container was exceeded: %s (%s)', (message, confidence) => {
    expect(recognise(message)).toMatchObject({ id: 'memory.exceeded', confidence });
  });
});
