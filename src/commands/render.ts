import path from 'node:path';
import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { codeDeploySettings } from '../cli/codedeploy-settings.ts';
import { resolveService, taskDefinitionSource } from '../cli/context.ts';
import { imagesFor, refuseStrangers } from '../cli/image-flag.ts';
import { imagesFlag, serviceArgument, serviceFlags, taskDefinitionFlags } from '../cli/shared-flags.ts';
import { withContext } from '../cli/wire.ts';
import type { ResolvedService } from '../config/resolved-service.ts';
import { render, type RenderRequest } from '../release/render.ts';

export default class Render extends BaseCommand<typeof Render> {
  static override summary =
    'Print the task definition as it would be registered, or the AppSpec as it would be sent.';
  static override description =
    'The JSON is the input of `aws ecs register-task-definition --cli-input-json`. A file needs no AWS; what runs now is read from the service. With --appspec it is the AppSpec for CodeDeploy, as YAML: with the revision where one like it is registered, else with <TASK_DEFINITION>.';
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
    {
      description: 'What deploy would send to CodeDeploy',
      command: '<%= config.bin %> render api --appspec',
    },
  ];

  static override args = serviceArgument;
  static override flags = {
    ...serviceFlags,
    ...imagesFlag,
    ...taskDefinitionFlags,
    appspec: Flags.boolean({
      helpGroup: 'RELEASE',
      env: 'ECSDEPLOY_APPSPEC',
      description: 'Print the AppSpec of a service whose deployment controller is CODE_DEPLOY.',
    }),
    'appspec-file': Flags.string({
      helpGroup: 'RELEASE',
      env: 'ECSDEPLOY_APPSPEC_FILE',
      helpValue: '<file>',
      dependsOn: ['appspec'],
      description:
        "AppSpec file to put the revision into; the configuration file's, or one made from the service, without it.",
    }),
  };

  async run(): Promise<void> {
    const { flags, args } = this;
    const service = await resolveService({ ...flags, name: args.name });
    refuseStrangers(flags.image ?? [], [service.name]);
    const base = await taskDefinitionSource(service, flags['task-definition']);
    const request: RenderRequest = {
      service: { cluster: service.cluster, service: service.service },
      base,
      images: imagesFor(service.name, flags.image ?? []),
      containers: service.containers,
      commit: flags.commit,
    };
    if (flags.appspec) {
      await this.#printAppSpec(service, request);
      return;
    }
    const { definition, tags } = await withContext(this.wiring(service), (context) =>
      render(context, request),
    );
    const taskDefinition = { ...definition, ...(tags.length === 0 ? {} : { tags }) };
    this.printExactly(JSON.stringify(taskDefinition, null, 2), { taskDefinition });
  }

  async #printAppSpec(service: ResolvedService, request: RenderRequest): Promise<void> {
    const file = this.flags['appspec-file'];
    const codeDeploy = {
      ...service.codeDeploy,
      ...(file === undefined ? {} : { appSpecFile: path.resolve(file) }),
    };
    // Few services have an AppSpec, and who has none waits for no code about it.
    const { renderAppSpec } = await import('../release/render-app-spec.ts');
    const { appSpecYaml } = await import('../appspec/yaml-text.ts');
    const settings = (await codeDeploySettings({ codeDeploy })) ?? {};
    const appSpec = await withContext(this.wiring(service), (context) =>
      renderAppSpec(context, { ...request, codeDeploy: settings }),
    );
    this.printExactly(appSpecYaml(appSpec).trimEnd(), { appSpec });
  }
}
