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
  // Whole processes and real git run in some; a machine that is busy with something else may take its time.
  testTimeout: 60_000,
  coverageProvider: 'v8',
};
