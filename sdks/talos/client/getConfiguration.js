"use strict";
const { invokeFunctions } = require("../runtime");

const { plain, output } = invokeFunctions("talos:client/getConfiguration:getConfiguration", [
  "clientConfiguration",
  "clusterName",
  "endpoints",
  "nodes",
]);

module.exports = { getConfiguration: plain, getConfigurationOutput: output };
