"use strict";
const { TalosResource, finish } = require("../runtime");

const token = "talos:machine/configurationApply:ConfigurationApply";
const inputs = [
  "applyMode",
  "clientConfiguration",
  "clientConfigurationWo",
  "configPatches",
  "endpoint",
  "machineConfigurationInput",
  "machineConfigurationInputWo",
  "node",
  "onDestroy",
  "timeouts",
];
const secretInputs = [
  "clientConfigurationWo",
  "machineConfigurationInput",
  "machineConfigurationInputWo",
];
const shape = {
  inputs,
  required: ["node"],
  secretInputs,
  outputs: [...inputs, "machineConfiguration", "machineConfigurationHash", "resolvedApplyMode"],
  secretOutputs: [...secretInputs, "machineConfiguration"],
};

class ConfigurationApply extends TalosResource {
  constructor(name, argsOrState, options) {
    super(token, shape, name, argsOrState, options);
  }
}

module.exports = { ConfigurationApply: finish(ConfigurationApply, token) };
