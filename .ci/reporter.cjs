// mocha's spec reporter, which also writes the counts and what failed to a file: `--reporter-option output=FILE`.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class CountingSpec extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failed = [];
    runner.on('fail', (test, error) =>
      failed.push({ title: test.fullTitle(), error: String(error?.stack ?? error) }),
    );
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      writeFileSync(options.reporterOptions.output, JSON.stringify({ passes, failures, pending, failed }));
    });
  }
};
