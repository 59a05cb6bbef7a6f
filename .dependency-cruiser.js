// The arrows of docs/architecture.md: commands → cli, release → controllers, gates, diagnosis, images,
// task-definitions → aws → model; appspec, output, github, config → model; init → controllers, task-definitions, config → model;
// the sandbox stands alone.
const folders = {
  model: [],
  aws: ['model'],
  'task-definitions': ['aws', 'model'],
  images: ['aws', 'model'],
  diagnosis: ['aws', 'model'],
  gates: ['aws', 'model'],
  appspec: ['model'],
  controllers: ['aws', 'model', 'task-definitions', 'appspec'],
  release: ['controllers', 'gates', 'diagnosis', 'images', 'task-definitions', 'appspec', 'aws', 'model'],
  init: ['controllers', 'task-definitions', 'config', 'aws', 'model'],
  output: ['model'],
  github: ['model'],
  config: ['model'],
  sandbox: [],
  cli: [
    'release',
    'init',
    'controllers',
    'gates',
    'diagnosis',
    'images',
    'task-definitions',
    'appspec',
    'aws',
    'output',
    'github',
    'config',
    'model',
    'sandbox',
  ],
  commands: ['cli', 'release', 'init', 'output', 'config', 'model', 'sandbox', 'task-definitions', 'appspec'],
};

const arrows = Object.entries(folders).map(([folder, allowed]) => ({
  name: `${folder}-knows-only-${allowed.length === 0 ? 'itself' : 'what-is-below'}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [folder, ...allowed].map((name) => `^src/${name}/`) },
}));

export default {
  forbidden: [
    ...arrows,
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'controllers-are-strangers',
      comment: 'A controller that borrows from another would change when the other does.',
      severity: 'error',
      from: { path: '^src/controllers/([^/]+)/' },
      to: { path: '^src/controllers/[^/]+/', pathNot: '^src/controllers/$1/' },
    },
    {
      name: 'words-only-at-the-edge',
      severity: 'error',
      from: { pathNot: '^src/(output|cli|commands)/' },
      to: { path: 'node_modules/(listr2|ora|chalk|@oclif|@inquirer)/' },
    },
    {
      name: 'sdk-only-in-aws',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(aws|sandbox)/' },
      to: { path: 'node_modules/(@aws-sdk|@smithy)/' },
    },
    ...['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'manager', 'types'].map((drawer) => ({
      name: `no-drawer-called-${drawer}`,
      comment: 'A name that says nothing collects everything.',
      severity: 'error',
      from: {},
      to: { path: `^src/.*/${drawer}(/|[.]ts$)` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
