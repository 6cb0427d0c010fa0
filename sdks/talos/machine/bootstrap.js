"use strict";
const { TalosResource, finish } = require("../runtime");

const token = "talos:machine/bootstrap:Bootstrap";
const inputs = ["clientConfiguration", "clientConfigurationWo", "endpoint", "node", "timeouts"];
const shape = {
  inputs,
  required: ["node"],
  secretInputs: ["clientConfigurationWo"],
  outputs: inputs,
  secretOutputs: ["clientConfigurationWo"],
};

class Bootstrap extends TalosResource {
  constructor(name, argsOrState, options) {
    super(token, shape, name, argsOrState, options);
  }
}

module.exports = { Bootstrap: finish(Bootstrap, token) };
