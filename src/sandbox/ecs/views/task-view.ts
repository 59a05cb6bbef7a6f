import type { Attachment, Container, Task } from '@aws-sdk/client-ecs';
import type { ContainerRecord, TaskInterface, TaskRecord } from '../records/task.ts';
import { healthOf } from '../tasks/health-status.ts';

export function viewTask(task: TaskRecord, include: readonly string[] = []): Task {
  const { definition } = task.taskDefinition;
  const cpu = task.overrides?.cpu ?? definition.cpu;
  const memory = task.overrides?.memory ?? definition.memory;
  return {
    taskArn: task.arn,
    clusterArn: task.cluster.arn,
    taskDefinitionArn: task.taskDefinition.arn,
    ...(task.onFargate ? {} : { containerInstanceArn: task.cluster.instance.arn }),
    attachments: task.networkInterface === undefined ? [] : [viewAttachment(task, task.networkInterface)],
    attributes: [
      {
        name: 'ecs.cpu-architecture',
        value: definition.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'arm64' : 'x86_64',
      },
    ],
    availabilityZone: task.availabilityZone,
    ...(task.capacityProviderName !== undefined && { capacityProviderName: task.capacityProviderName }),
    ...(hasPulled(task) && {
      connectivity: 'CONNECTED' as const,
      ...dates({ connectivityAt: task.pullStartedAt }),
    }),
    containers: task.containers.map((container) => viewContainer(task, container)),
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory }),
    createdAt: new Date(task.createdAt),
    desiredStatus: task.desiredStatus,
    enableExecuteCommand: task.enableExecuteCommand,
    group: task.group,
    healthStatus: healthOf(task),
    lastStatus: task.lastStatus,
    ...(task.launchType !== undefined && { launchType: task.launchType }),
    overrides: {
      containerOverrides: task.containers.map(({ name }) => ({ name })),
      inferenceAcceleratorOverrides: [],
      ...task.overrides,
    },
    ...(task.platformVersion !== undefined && {
      platformVersion: task.platformVersion,
      platformFamily: 'Linux',
    }),
    ...(task.onFargate && fargateStorage(definition.ephemeralStorage?.sizeInGiB ?? 20)),
    ...(task.startedBy !== undefined && { startedBy: task.startedBy }),
    ...(task.stop !== undefined && { stopCode: task.stop.code, stoppedReason: task.stop.reason }),
    tags: include.includes('TAGS') ? [...task.tags] : [],
    version: task.version,
    ...dates({
      pullStartedAt: task.pullStartedAt,
      pullStoppedAt: task.pullStoppedAt,
      startedAt: task.startedAt,
      stoppingAt: task.stoppingAt,
      executionStoppedAt: task.executionStoppedAt,
      stoppedAt: task.stoppedAt,
    }),
  };
}

function viewContainer(task: TaskRecord, container: ContainerRecord): Container {
  const attached = task.networkInterface;
  return {
    containerArn: container.arn,
    taskArn: task.arn,
    name: container.name,
    image: container.image,
    ...(container.imageDigest !== undefined && { imageDigest: container.imageDigest }),
    ...(container.runtimeId !== undefined && { runtimeId: container.runtimeId }),
    lastStatus: container.lastStatus,
    ...(container.exitCode !== undefined && { exitCode: container.exitCode }),
    ...(container.reason !== undefined && { reason: container.reason }),
    networkBindings: [...container.networkBindings],
    networkInterfaces:
      attached === undefined
        ? []
        : [{ attachmentId: attached.attachmentId, privateIpv4Address: attached.privateIpv4Address }],
    healthStatus: container.healthStatus,
    cpu: String(container.cpu),
    ...(container.memory !== undefined && { memory: String(container.memory) }),
    ...(container.memoryReservation !== undefined && {
      memoryReservation: String(container.memoryReservation),
    }),
  };
}

function viewAttachment(task: TaskRecord, attached: TaskInterface): Attachment {
  return {
    id: attached.attachmentId,
    type: 'ElasticNetworkInterface',
    status: attachmentStatus(task),
    details: [
      { name: 'subnetId', value: attached.subnetId },
      { name: 'networkInterfaceId', value: attached.networkInterfaceId },
      { name: 'macAddress', value: attached.macAddress },
      {
        name: 'privateDnsName',
        value: `ip-${attached.privateIpv4Address.replaceAll('.', '-')}.ec2.internal`,
      },
      { name: 'privateIPv4Address', value: attached.privateIpv4Address },
    ],
  };
}

function attachmentStatus(task: TaskRecord): string {
  if (task.lastStatus === 'PROVISIONING') return 'PRECREATED';
  return task.lastStatus === 'STOPPED' ? 'DELETED' : 'ATTACHED';
}

function hasPulled(task: TaskRecord): boolean {
  return task.pullStartedAt !== undefined;
}

function fargateStorage(sizeInGiB: number): Pick<Task, 'ephemeralStorage' | 'fargateEphemeralStorage'> {
  return { ephemeralStorage: { sizeInGiB }, fargateEphemeralStorage: { sizeInGiB } };
}

function dates<Name extends string>(moments: Record<Name, number | undefined>): Partial<Record<Name, Date>> {
  const shown: Partial<Record<Name, Date>> = {};
  for (const name in moments) {
    const moment = moments[name];
    if (moment !== undefined) shown[name] = new Date(moment);
  }
  return shown;
}
