import { servicesOf, type Command, type History } from './history.ts';

/** How often each thing is drawn, in hundredths of the histories that could have it. */
export function census(histories: readonly History[]): string[] {
  const commands = histories.flatMap((history) => history.commands);
  const services = histories.flatMap((history) => servicesOf(history));
  const runs = commands.flatMap(({ run }) => run ?? []);
  return [
    ...table('histories, by kind', histories, ({ kind }) => [kind]),
    ...table('histories with, by what people and others do', histories, ({ people }) =>
      people.map(({ act }) => act.is),
    ),
    ...table('histories with, by misfortune', histories, ({ misfortunes }) =>
      misfortunes.map(({ is }) => is),
    ),
    ...table('histories with, by operation that misfortunes hit', histories, ({ misfortunes }) =>
      misfortunes.map(({ operation }) => operation),
    ),
    ...table('histories', histories, (history) => [
      history.registry === 'ecr' ? 'images in ECR' : 'images elsewhere',
      ...(history.people.length > 0 ? ['people'] : []),
      ...(history.misfortunes.length > 0 ? ['misfortunes'] : []),
      ...(history.commands.length > 1 ? ['several processes at once'] : []),
      ...(history.people.length + history.misfortunes.length === 0 ? ['neither'] : []),
    ]),
    ...table('services', services, ({ service }) => [
      `desired ${service.desired === 0 ? '0' : service.desired < 7 ? '1 to 6' : '10 to 40'}`,
      `percents ${service.minimumHealthyPercent}/${service.maximumPercent}`,
      `strategy ${service.strategy}`,
      ...(service.hook === 'none' ? [] : [`a hook that ${service.hook}`]),
      `breaker ${service.breaker}`,
      `alarm ${service.alarm}`,
      ...(service.loadBalancer ? ['load balancer'] : []),
      ...(service.containerCheck ? ['container health check'] : []),
      ...(service.bakeMinutes > 0 ? ['bake time'] : []),
      ...(service.graceSeconds > 0 && service.loadBalancer ? ['grace period'] : []),
    ]),
    ...table('services, by the conduct of the image to release', services, ({ images }) => [images.new.is]),
    ...table('commands', commands, traitsOf),
    ...table('runs of several', runs, ({ members, onFailure, parallel }) => [
      `${members.length} services`,
      onFailure,
      `${parallel} at once`,
      ...(members.some(({ after }) => after.length > 0) ? ['in an order'] : []),
    ]),
  ];
}

function traitsOf(command: Command): string[] {
  const { does, run, from, settings, skewSeconds, kills, interrupt } = command;
  return [
    run === undefined ? does : 'run of several',
    `from ${from}`,
    `if busy ${command.ifBusy}`,
    `image by ${command.imageReference}`,
    `time-out ${command.timeoutSeconds} s`,
    ...Object.keys(settings).map((key) => `sets ${key}`),
    ...(command.force ? ['force'] : []),
    ...(command.waits ? ['waits for people'] : []),
    ...(command.dryRun ? ['dry run'] : []),
    ...(command.rollback ? [] : ['no rollback']),
    ...(command.rollbackOnTimeout ? ['rollback on time-out'] : []),
    ...(skewSeconds === 0 ? [] : ['clock ahead or behind']),
    ...(kills.length === 0 ? [] : [`killed ${kills.length} times`]),
    ...(kills.some(({ resumes }) => resumes === true) ? ['then resumed'] : []),
    ...(interrupt === undefined ? [] : [`${interrupt.signal}, on interrupt ${command.onInterrupt}`]),
  ];
}

function table<Item>(
  title: string,
  items: readonly Item[],
  traits: (item: Item) => readonly string[],
): string[] {
  const counts = new Map<string, number>();
  for (const item of items)
    for (const trait of new Set(traits(item))) counts.set(trait, (counts.get(trait) ?? 0) + 1);
  const rows = [...counts].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  return [
    `${items.length} ${title}:`,
    ...rows.map(([name, count]) => `${((100 * count) / items.length).toFixed(1).padStart(8)}%  ${name}`),
    '',
  ];
}
