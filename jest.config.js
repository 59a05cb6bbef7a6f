export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  setupFiles: ['<rootDir>/test/jest.setup.js'],
  randomize: true,
  testSequencer: '<rootDir>/test/slow-first.js',
  // Jest leaves a core free; on the two of a small runner that would be half of them. Modules of tests that are over stay in memory.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '2GB',
  // Whole processes and real git run in some; a machine that is busy with something else may take its time.
  testTimeout: 60_000,
  coverageProvider: 'v8',
};
