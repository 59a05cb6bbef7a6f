/**
 * What the members that ECS knows hold. Only known members are looked at: a member that is not here passes untouched, so
 * that a new feature of ECS needs no new version of ecsdeploy.
 */
export type Shape =
  | { readonly kind: 'text' }
  | { readonly kind: 'number' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'list'; readonly of: Shape }
  /** Names chosen by the author: labels, log options. */
  | { readonly kind: 'names'; readonly of: Shape }
  | {
      readonly kind: 'members';
      readonly members: Readonly<Record<string, Shape>>;
      /** Members that AWS refuses when empty and that generators write empty. */
      readonly dropEmpty?: readonly string[];
    };

const text: Shape = { kind: 'text' };
const number: Shape = { kind: 'number' };
const flag: Shape = { kind: 'flag' };
const texts: Shape = { kind: 'list', of: text };
const names: Shape = { kind: 'names', of: text };

function members(of: Readonly<Record<string, Shape>>, dropEmpty: readonly string[] = []): Shape {
  return { kind: 'members', members: of, dropEmpty };
}

function list(of: Readonly<Record<string, Shape>>, dropEmpty: readonly string[] = []): Shape {
  return { kind: 'list', of: members(of, dropEmpty) };
}

const pairs = list({ name: text, value: text });
const secrets = list({ name: text, valueFrom: text });

const portMapping = {
  containerPort: number,
  hostPort: number,
  protocol: text,
  name: text,
  appProtocol: text,
  containerPortRange: text,
};

const linuxParameters = members({
  capabilities: members({ add: texts, drop: texts }),
  devices: list({ hostPath: text, containerPath: text, permissions: texts }),
  initProcessEnabled: flag,
  sharedMemorySize: number,
  tmpfs: list({ containerPath: text, size: number, mountOptions: texts }),
  maxSwap: number,
  swappiness: number,
});

const container = members({
  name: text,
  image: text,
  repositoryCredentials: members({ credentialsParameter: text }),
  cpu: number,
  memory: number,
  memoryReservation: number,
  links: texts,
  portMappings: list(portMapping, ['appProtocol']),
  essential: flag,
  restartPolicy: members({
    enabled: flag,
    ignoredExitCodes: { kind: 'list', of: number },
    restartAttemptPeriod: number,
  }),
  entryPoint: texts,
  command: texts,
  environment: pairs,
  environmentFiles: list({ value: text, type: text }),
  mountPoints: list({ sourceVolume: text, containerPath: text, readOnly: flag }),
  volumesFrom: list({ sourceContainer: text, readOnly: flag }),
  linuxParameters,
  secrets,
  dependsOn: list({ containerName: text, condition: text }),
  startTimeout: number,
  stopTimeout: number,
  versionConsistency: text,
  hostname: text,
  user: text,
  workingDirectory: text,
  disableNetworking: flag,
  privileged: flag,
  readonlyRootFilesystem: flag,
  dnsServers: texts,
  dnsSearchDomains: texts,
  extraHosts: list({ hostname: text, ipAddress: text }),
  dockerSecurityOptions: texts,
  interactive: flag,
  pseudoTerminal: flag,
  dockerLabels: names,
  ulimits: list({ name: text, softLimit: number, hardLimit: number }),
  logConfiguration: members({ logDriver: text, options: names, secretOptions: secrets }),
  healthCheck: members({
    command: texts,
    interval: number,
    timeout: number,
    retries: number,
    startPeriod: number,
  }),
  systemControls: list({ namespace: text, value: text }),
  resourceRequirements: list({ value: text, type: text }),
  firelensConfiguration: members({ type: text, options: names }),
  credentialSpecs: texts,
});

const authorization = members({
  accessPointId: text,
  iam: text,
  credentialsParameter: text,
  domain: text,
});

const volume = {
  name: text,
  host: members({ sourcePath: text }),
  configuredAtLaunch: flag,
  dockerVolumeConfiguration: members({
    scope: text,
    autoprovision: flag,
    driver: text,
    driverOpts: names,
    labels: names,
  }),
  efsVolumeConfiguration: members({
    fileSystemId: text,
    rootDirectory: text,
    transitEncryption: text,
    transitEncryptionPort: number,
    authorizationConfig: authorization,
  }),
  fsxWindowsFileServerVolumeConfiguration: members({
    fileSystemId: text,
    rootDirectory: text,
    authorizationConfig: authorization,
  }),
};

/** The input of RegisterTaskDefinition. */
export const definitionShape = members(
  {
    family: text,
    taskRoleArn: text,
    executionRoleArn: text,
    networkMode: text,
    containerDefinitions: { kind: 'list', of: container },
    volumes: list(volume),
    placementConstraints: list({ type: text, expression: text }),
    requiresCompatibilities: texts,
    cpu: text,
    memory: text,
    tags: list({ key: text, value: text }),
    pidMode: text,
    ipcMode: text,
    proxyConfiguration: members({ type: text, containerName: text, properties: pairs }),
    inferenceAccelerators: list({ deviceName: text, deviceType: text }),
    ephemeralStorage: members({ sizeInGiB: number }),
    runtimePlatform: members({ cpuArchitecture: text, operatingSystemFamily: text }),
    enableFaultInjection: flag,
  },
  ['pidMode', 'ipcMode'],
);
