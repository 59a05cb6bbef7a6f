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
    id: 'memory.exceeded',
    says: ['OutOfMemoryError', 'Container killed due to memory usage', 'OutOfMemory'],
    hints: ['due to memory usage', 'OOMKilled', 'out of memory'],
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
    id: 'command.not-found',
    says: [
      'executable file not found in $PATH',
      'executable file not found',
      "exec: '… no such file or directory",
      "exec: '… permission denied",
      "exec: '… stat ",
      'no such file or directory: unknown',
      'permission denied: unknown',
    ],
    hints: ['OCI runtime create failed', 'failed to create shim task', 'runc create failed'],
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
