const { default: TestRunner } = require("jest-runner");

/** Runs the files of a project one after another, whatever number of workers the others have. */
module.exports = class OneAtATime extends TestRunner {
  constructor(globalConfig, ...rest) {
    super({ ...globalConfig, maxWorkers: 1 }, ...rest);
  }
};
