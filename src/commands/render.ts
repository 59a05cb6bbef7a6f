import { BaseCommand } from '../cli/base-command.ts';
import { resolveService, taskDefinitionSource } from '../cli/context.ts';
import { imagesFor, refuseStrangers } from '../cli/image-flag.ts';
import { imagesFlag, serviceArgument, serviceFlags, taskDefinitionFlags } from '../cli/shared-flags.ts';
import { withContext } from '../cli/wire.ts';
import { render } from '../release/render.ts';

export default class Render extends BaseCommand<typeof Render> {
  static override summary = 'Print the task definition as it would be registered.';
  static override description =
    'The JSON is the input of `aws ecs register-task-definition --cli-input-json`. A file needs no AWS; what runs now is read from the service.';
  static override examples = [
    {
      description: 'What deploy would register',
      command:
        '<%= config.bin %> render --cluster demo --service web --image 123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:2',
    },
    {
      description: 'Turn a registered revision into a file',
      command: '<%= config.bin %> render api --task-definition api:42 > taskdef.json',
    },
  ];

  static override args = serviceArgument;
  static override flags = {
    ...serviceFlags,
    ...imagesFlag,
    ...taskDefinitionFlags,
  };

  async run(): Promise<void> {
    const { flags, args } = this;
    const service = await resolveService({ ...flags, name: args.name });
    refuseStrangers(flags.image ?? [], [service.name]);
    const base = await taskDefinitionSource(service, flags['task-definition']);
    const { definition, tags } = await withContext(this.wiring(service), (context) =>
      render(context, {
        service: { cluster: service.cluster, service: service.service },
        base,
        images: imagesFor(service.name, flags.image ?? []),
        containers: service.containers,
        commit: flags.commit,
      }),
    );
    const taskDefinition = { ...definition, ...(tags.length === 0 ? {} : { tags }) };
    this.print(JSON.stringify(taskDefinition, null, 2), { taskDefinition });
  }
}
