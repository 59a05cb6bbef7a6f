import type { DeploymentSettings, LambdaHook } from '../model/release-plan.ts';

interface SettingsOfService {
  readonly region: string;
  readonly cluster: string;
  /** The key in `services`. */
  readonly name: string;
  /** At AWS, where it is another one. */
  readonly service: string;
  readonly settings: DeploymentSettings;
}

/** A whole `ecsdeploy.yml` that says these settings of one service, a line each. */
export function settingsAsYaml({ region, cluster, name, service, settings }: SettingsOfService): string[] {
  const { approvals = [] } = settings;
  return [
    'version: 1',
    `region: ${scalar(region)}`,
    `cluster: ${scalar(cluster)}`,
    'services:',
    `  ${scalar(name)}:`,
    ...(service === name ? [] : [`    service: ${scalar(service)}`]),
    '    deployment:',
    ...deploymentLines(settings).map((line) => `      ${line}`),
    ...approvals.flatMap(({ moment, timeoutInMinutes, onTimeout }) => [
      '    approve:',
      `      at: ${moment}`,
      `      timeout: ${timeoutInMinutes}m`,
      `      onTimeout: ${onTimeout.toLowerCase()}`,
    ]),
  ];
}

function deploymentLines(settings: DeploymentSettings): string[] {
  const { strategy, canary, linear, bakeTimeInMinutes: bake, alarms, circuitBreaker, hooks = [] } = settings;
  const steps = (wait: string, { percent = 0, bakeTimeInMinutes = 0 }: NonNullable<typeof canary>): string =>
    `{ percent: ${percent}, ${wait}: ${bakeTimeInMinutes}m }`;
  return [
    ...(strategy === undefined ? [] : [`strategy: ${strategy}`]),
    ...(canary === undefined ? [] : [`canary: ${steps('bake', canary)}`]),
    ...(linear === undefined ? [] : [`linear: ${steps('every', linear)}`]),
    ...(bake === undefined ? [] : [`bake: ${bake}m`]),
    ...(alarms === undefined
      ? []
      : [
          'alarms:',
          `  names: ${list(alarms.names)}`,
          `  enable: ${alarms.enable}`,
          `  rollback: ${alarms.rollback}`,
        ]),
    ...(circuitBreaker === undefined
      ? []
      : ['circuitBreaker:', `  enable: ${circuitBreaker.enable}`, `  rollback: ${circuitBreaker.rollback}`]),
    ...(hooks.length === 0 ? [] : ['hooks:', ...hooks.flatMap(hookLines)]),
  ];
}

function hookLines({ functionArn, roleArn, stages, timeoutInMinutes, onTimeout }: LambdaHook): string[] {
  return [
    `  - function: ${scalar(functionArn)}`,
    `    role: ${scalar(roleArn)}`,
    `    stages: ${list(stages)}`,
    ...(timeoutInMinutes === undefined ? [] : [`    timeout: ${timeoutInMinutes}m`]),
    ...(onTimeout === undefined ? [] : [`    onTimeout: ${onTimeout.toLowerCase()}`]),
  ];
}

function list(items: readonly string[]): string {
  return `[${items.map(scalar).join(', ')}]`;
}

/** Quoted where YAML would read it as something else. */
function scalar(text: string): string {
  const isPlain =
    /^[A-Za-z][\w./-]*(?::[\w./-]+)*$/.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
