"use strict";
const { invokeFunctions } = require("../runtime");

const { plain, output } = invokeFunctions("talos:machine/getConfiguration:getConfiguration", [
  "clusterEndpoint",
  "clusterName",
  "configPatches",
  "docs",
  "examples",
  "kubernetesVersion",
  "machineSecrets",
  "machineType",
  "talosVersion",
]);

module.exports = { getConfiguration: plain, getConfigurationOutput: output };
