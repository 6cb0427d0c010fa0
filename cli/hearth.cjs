// Starts the command line.
if (Number(process.versions.node.split(".")[0]) < 22) {
  process.stderr.write(
    `this is Node ${process.versions.node}; Node 22 or newer is needed: run the commands through npm\n`,
  );
  process.exit(1);
}

require("./start.cjs");
const { sourceLines } = require("./typescript.cjs");
require("./main.ts").start(sourceLines);
