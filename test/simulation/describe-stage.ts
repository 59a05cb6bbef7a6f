import {
  calm,
  calmCommand,
  servicesOf,
  type Brake,
  type Command,
  type Conduct,
  type History,
  type NamedService,
} from './history.ts';

/** What stands before anything happens, and what is typed: only what is not as on a calm day. */
export function describeStage(history: History): string[] {
  return [
    ...servicesOf(history).map(describeService),
    ...servicesOf(history).flatMap(describeImages),
    ...(history.registry === 'ecr' ? ['The images are in ECR.'] : []),
    ...history.commands.map(describeCommand),
  ];
}

function describeService({ name, service }: NamedService): string {
  const { desired, minimumHealthyPercent, maximumPercent } = service;
  const facts = [
    desired === 1 ? 'one task' : `${desired} tasks`,
    ...(minimumHealthyPercent === 100 && maximumPercent === 200
      ? []
      : [`${minimumHealthyPercent} to ${maximumPercent}%`]),
    ...(service.strategy === 'ROLLING'
      ? []
      : [`strategy ${service.strategy}, ${service.stepMinutes} min a step`]),
    ...(service.controller === 'ECS' ? [] : ['under CodeDeploy']),
    ...(service.readyMinutes === 0 ? [] : [`waits ${service.readyMinutes} min for somebody`]),
    ...(service.hook === 'none' ? [] : [`a hook that ${service.hook}`]),
    `circuit breaker ${brakes[service.breaker]}`,
    ...(service.alarm === 'off' ? [] : [`alarm ${brakes[service.alarm]}`]),
    ...(service.loadBalancer ? ['load balancer'] : []),
    ...(service.containerCheck ? ['container health check'] : []),
    ...(service.graceSeconds === 0 ? [] : [`grace period ${service.graceSeconds} s`]),
    ...(service.bakeMinutes === 0 ? [] : [`bake time ${service.bakeMinutes} min`]),
  ];
  return `Service ${name}: ${facts.join(', ')}.`;
}

const brakes: Readonly<Record<Brake, string>> = {
  off: 'off',
  'only-stops': 'on, without rollback',
  'rolls-back': 'on, with rollback',
};

function describeImages({ name, images }: NamedService): string[] {
  return Object.entries(images).flatMap(([image, conduct]) => {
    const isCalm = JSON.stringify(conduct) === JSON.stringify(calm.images.old);
    return isCalm ? [] : [`Image ${name}:${image} ${describeConduct(conduct)}.`];
  });
}

function describeConduct(conduct: Conduct): string {
  switch (conduct.is) {
    case 'healthy':
      return `is healthy, and takes ${conduct.startSeconds} s to start`;
    case 'crashing':
      return `exits with ${conduct.code} after ${conduct.afterSeconds} s, each time`;
    case 'unable-to-start':
      return `cannot start: ${conduct.text}`;
    case 'unhealthy':
      return 'fails its health checks';
    case 'sickening':
      return `fails its health checks from ${conduct.afterSeconds} s on`;
    case 'flapping':
      return `crashes for ${conduct.badSeconds} s, starts well for ${conduct.goodSeconds} s, and so on`;
    default:
      return conduct satisfies never;
  }
}

function describeCommand(command: Command): string {
  const { id, does, service, run, image, kills, interrupt, ...rest } = command;
  const options = Object.entries(rest).flatMap(([key, value]) => {
    const usual = calmCommand[key as keyof typeof rest];
    return JSON.stringify(value) === JSON.stringify(usual) ? [] : [`${key} ${JSON.stringify(value)}`];
  });
  const about = run === undefined ? service : run.members.map(({ name }) => name).join(', ');
  const what = does === 'deploy' ? `${does} ${about} to image ${image}` : `${does} ${about}`;
  const lives = kills.map(
    ({ afterCalls, lastOneArrives, resumes }) =>
      `killed after ${afterCalls} calls${lastOneArrives ? ' and one that still arrives' : ''}, then ${resumes === true ? 'resume' : 'again'}`,
  );
  const signals = interrupt === undefined ? [] : [`gets ${interrupt.signal}`];
  return `Command ${id}: ${[what, ...options, ...lives, ...signals].join('; ')}.`;
}
