import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { listServiceNames } from './list-services.ts';
import { pages, tokenOf } from './pages.ts';
import type { ServiceState } from './service-state.ts';
import { describeService } from './services.ts';
import { describeTasks, type TaskState } from './tasks.ts';
import { unlessUnknown } from './unless-unknown.ts';

const gone = ['ClusterNotFoundException'];

/** Every service of a cluster that is not deleted; none where the cluster is gone meanwhile. @throws what `call` throws */
export async function describeAllServices(aws: Aws, cluster: string): Promise<ServiceState[]> {
  const found = await unlessUnknown(gone, async () => {
    const names = await listServiceNames(aws, cluster);
    return await Promise.all(names.map((service) => describeService(aws, { cluster, service })));
  });
  return (found ?? []).filter((state) => state !== undefined);
}

/** Every task of a family that runs or is to run in a cluster, whoever has started it. @throws what `call` throws */
export async function describeTasksOfFamily(aws: Aws, cluster: string, family: string): Promise<TaskState[]> {
  const found = await unlessUnknown(gone, async () => {
    const arns = await everyPage(async (token) => {
      const output = await call(
        aws,
        { operation: 'ecs:ListTasks', repeat: 'freely' },
        aws.clients.ecs,
        (ecs, send) => ecs.listTasks({ cluster, family, desiredStatus: 'RUNNING', ...tokenOf(token) }, send),
      );
      return { items: output.taskArns ?? [], nextToken: output.nextToken };
    });
    return await describeTasks(aws, cluster, arns);
  });
  return found ?? [];
}

async function everyPage(read: Parameters<typeof pages<string>>[0]): Promise<string[]> {
  const all: string[] = [];
  for await (const page of pages(read)) all.push(...page);
  return all;
}
