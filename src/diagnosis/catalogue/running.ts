import type { CatalogueEntry } from './entry.ts';
import { agentMessages, ecsGuide, file, thread } from './sources.ts';

const stopped = ecsGuide('stopped-task-error-codes');

/**
 * Containers that start and end. Spot before anything that a reclaimed task says too (its containers end with 137); memory
 * before "Essential container in task exited", which follows from it.
 */
export const running: readonly CatalogueEntry[] = [
  {
    id: 'spot.interrupted',
    says: ['Your Spot Task was interrupted', 'Spot Task was interrupted'],
    hints: ['SpotInterruption', 'Spot interruption'],
    cause: 'A Spot task was taken back by AWS',
    advice: 'Not a fault of the release; mix FARGATE into the capacity provider strategy.',
    heal: 'maybe',
    source: [ecsGuide('fargate-capacity-providers')],
    examples: ['Your Spot Task was interrupted.'],
  },
  {
    id: 'host.deregistered',
    says: ['Container instance deregistration forced by user'],
    hints: ['instance deregistration'],
    cause: 'The instance below the task was deregistered by somebody',
    advice: 'Not a fault of the release; ECS starts the task elsewhere.',
    heal: 'maybe',
    source: [stopped],
    examples: ['Container instance deregistration forced by user'],
  },
  {
    id: 'host.terminated',
    says: ['Host EC2 (instance … stopped/terminated'],
    hints: ['Host EC2', 'stopped/terminated', 'TerminationNotice'],
    cause: 'The instance <instance|below the task> was stopped',
    advice: 'Not a fault of the release; ECS starts the task elsewhere.',
    heal: 'maybe',
    reads: [/\(instance (?<instance>i-\w+)\)/i],
    source: [stopped],
    examples: ['Host EC2 (instance i-0123456789abcdef0) stopped/terminated.'],
  },
  {
    id: 'memory.heap',
    says: [
      'OutOfMemoryError: Java heap space',
      'OutOfMemoryError: GC overhead limit exceeded',
      'OutOfMemoryError: Metaspace',
      'OutOfMemoryError: Direct buffer memory',
      'OutOfMemoryError: Requested array size exceeds VM limit',
      'JavaScript heap out of memory',
    ],
    hints: ['java.lang.OutOfMemoryError'],
    cause:
      'The program ran out of its own heap, which its runtime keeps smaller than the memory of the container',
    advice:
      'Let the heap grow with the container (-XX:MaxRAMPercentage of Java, --max-old-space-size of Node.js) and raise memory where that is not enough, or look for a leak.',
    heal: 'maybe',
    source: [
      'https://docs.oracle.com/en/java/javase/21/troubleshoot/troubleshooting-memory-leaks.html',
      'https://nodejs.org/api/cli.html#--max-old-space-sizesize-in-mib',
    ],
    examples: [
      'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    ],
  },
  {
    id: 'memory.exceeded',
    says: ['OutOfMemoryError: Container killed', 'Container killed due to memory usage'],
    // Not the word alone: options of Java have it in their names (-XX:+ExitOnOutOfMemoryError).
    hints: [
      'OutOfMemoryError:',
      '^OutOfMemoryError$',
      '^OutOfMemory$',
      'due to memory usage',
      'OOMKilled',
      'out of memory',
    ],
    cause: 'The container used more memory than it is allowed',
    advice: 'Raise memory, and compare the limit of the container with that of the task.',
    heal: 'maybe',
    source: [
      file('aws/amazon-ecs-agent', 'agent/dockerclient/dockerapi/errors.go'),
      thread('bugcrowd/ecs-deployment-monitor', 117),
    ],
    examples: ['OutOfMemoryError: Container killed due to memory usage'],
  },
  {
    id: 'command.wrong-format',
    says: ['exec format error'],
    cause: 'The program in the image is for another CPU, or a script without a first line',
    advice: 'Build with the right --platform, or start the script with #!/bin/sh.',
    heal: 'never',
    source: ['https://docs.docker.com/build/building/multi-platform/'],
    examples: ['exec /usr/local/bin/docker-entrypoint.sh: exec format error'],
  },
  {
    id: 'command.working-directory',
    says: ['chdir to cwd'],
    cause:
      'The working directory <directory|of the container> does not exist in the image, or may not be entered',
    advice:
      'Correct workingDirectory, or WORKDIR and its owner in the Dockerfile: `user` must be allowed to enter it.',
    heal: 'never',
    reads: [/chdir to cwd \(?'(?<directory>[^']+)'/i],
    source: [ecsGuide('cannot-start-container'), thread('opencontainers/runc', 979)],
    examples: [
      'CannotStartContainerError: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: chdir to cwd ("/srv/app") set in config.json failed: no such file or directory: unknown',
    ],
  },
  {
    id: 'command.user',
    says: [
      'no matching entries in passwd file',
      'no matching entries in group file',
      'mount callback failed … no users found',
    ],
    hints: ['unable to find user', 'unable to find group'],
    cause: 'The user <user|of the container> does not exist in the image',
    advice:
      'Correct `user`, or USER in the Dockerfile, or make the user there (adduser); a number needs no entry.',
    heal: 'never',
    reads: [/unable to find (?:user|group) (?<user>[^\s:]+)/i],
    source: [ecsGuide('cannot-start-container')],
    examples: ['Error response from daemon: unable to find user app: no matching entries in passwd file'],
  },
  {
    id: 'container.device',
    says: ['error gathering device information'],
    hints: ['adding custom device'],
    cause: 'The instance does not have the device <device|of the task definition>',
    advice:
      'Correct linuxParameters.devices, or place the task on instances that have it (placement constraints, an AMI with the driver).',
    heal: 'maybe',
    reads: [/custom device '(?<device>[^']+)'/i],
    source: [ecsGuide('cannot-start-container')],
    examples: [
      'CannotStartContainerError: Error response from daemon: error gathering device information while adding custom device "/dev/nvidia0": no such file or directory',
    ],
  },
  {
    id: 'container.runtime',
    says: [
      "error mounting 'cgroup",
      'cgroup mountpoint does not exist',
      'cgroup mount destination',
      'unable to apply cgroup configuration',
      'error setting cgroup config',
      'apparmor failed to apply profile',
      'unable to apply apparmor profile',
    ],
    cause:
      'The engine of the host could not set the container up: its cgroups or its AppArmor are not in order',
    advice:
      'Replace the instance, or restart its engine; ECS starts the task elsewhere. Where every instance says it, the AMI and the engine do not fit.',
    heal: 'maybe',
    source: [ecsGuide('cannot-start-container'), thread('docker/for-linux', 1334)],
    examples: [
      'CannotStartContainerError: Error response from daemon: cgroups: cgroup mountpoint does not exist: unknown',
      'CannotStartContainerError: starting container process caused: apparmor failed to apply profile: write /proc/self/attr/exec: no such file or directory: unknown',
    ],
  },
  {
    id: 'volume.mount',
    says: [
      "error mounting '… to rootfs",
      'invalid mount config for type',
      'trying to mount a directory onto a file',
    ],
    hints: ['error mounting'],
    cause: 'A volume cannot be mounted into the container',
    advice:
      'Compare mountPoints with the image and with what the host has at sourcePath: a file goes over a file, a directory over a directory.',
    heal: 'maybe',
    source: [ecsGuide('bind-mounts')],
    examples: [
      'CannotStartContainerError: Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error mounting "/etc/web/app.conf" to rootfs at "/app/app.conf": mount /etc/web/app.conf:/app/app.conf (via /proc/self/fd/6), flags: 0x5000: not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type',
    ],
  },
  {
    id: 'command.not-found',
    says: [
      'executable file not found in $PATH',
      'executable file not found',
      "exec: '… no such file or directory",
      "exec: '… permission denied",
      "exec: '… stat ",
      'exec user process caused: no such file or directory',
      'exec user process caused: permission denied',
    ],
    hints: [
      // A log ends with it: the file is there, and its first line names a program that is not (or ends with a carriage return).
      'exec /… no such file or directory',
      'exec /… permission denied',

      'no such file or directory: unknown',
      'permission denied: unknown',
      'OCI runtime create failed',
      'failed to create shim task',
      'runc create failed',
    ],
    cause: 'The command <command|of the container> does not exist in the image, or may not be executed',
    advice: 'Correct command or entryPoint; a shell line needs ["sh", "-c", "…"].',
    heal: 'never',
    reads: [/exec: '(?<command>[^']+)'/i],
    source: [ecsGuide('cannot-start-container')],
    examples: [
      'CannotStartContainerError: Error response from daemon: OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "serve": executable file not found in $PATH: unknown',
      'CannotStartContainerError: Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "npm start": executable file not found in $PATH: unknown',
    ],
  },
  {
    id: 'container.status-unknown',
    says: ['failed to get container status'],
    hints: ['CannotInspectContainerError', 'CannotStartContainerError'],
    cause: 'The container could not be started; often there was too little memory for it',
    advice: 'Raise the memory of the container, and read the rest of the message.',
    heal: 'maybe',
    confidence: 'medium',
    source: [ecsGuide('cannot-start-container')],
    examples: ['CannotStartContainerError: failed to get container status: container not found'],
  },
  {
    id: 'container.not-created',
    says: [],
    hints: ['CannotCreateContainerError'],
    cause: 'The container could not be created on its host',
    advice:
      'Read the rest of the message: a name that is taken, an option that the engine does not know, a volume, or a full disk.',
    heal: 'maybe',
    source: [ecsGuide('CannotCreateContainerError')],
    examples: [],
  },
  {
    id: 'container.timeout',
    says: [
      'Could not transition to … timed out after waiting',
      'DockerTimeoutError',
      'ContainerRuntimeTimeoutError',
    ],
    hints: ['Could not transition to', 'timed out after waiting'],
    cause:
      'The engine of the containers did not answer in time: the host is overloaded, or a volume or plugin hangs',
    advice: 'Check the load of the instance and the burst credits of its disk.',
    heal: 'maybe',
    source: [agentMessages, stopped],
    examples: [
      'DockerTimeoutError: Could not transition to running; timed out after waiting 3m0s',
      'ContainerRuntimeTimeoutError: Could not transition to created; timed out after waiting 4m0s',
    ],
  },
  {
    id: 'task.failed-to-start',
    says: ['Task failed to start'],
    hints: ['TaskFailedToStart'],
    cause: 'The task could not be started',
    advice:
      'This says only that a container did not start: the reason stands at the container (`ecsdeploy diagnose`, or `containers[].reason` of `aws ecs describe-tasks`).',
    heal: 'maybe',
    kind: 'symptom',
    source: [stopped, thread('aws/containers-roadmap', 2561)],
    examples: ['Task failed to start'],
  },
  {
    id: 'exit.essential',
    says: ['Essential container in task exited'],
    hints: ['Essential container', 'EssentialContainerExited'],
    cause: 'A container that the task cannot do without ended',
    advice:
      'This says only that it ended: look at exit code, reason and log of its containers (`ecsdeploy diagnose`, or `ecsdeploy explain "exit code 1"`).',
    heal: 'maybe',
    kind: 'symptom',
    source: [stopped],
    examples: ['Essential container in task exited'],
  },
];
