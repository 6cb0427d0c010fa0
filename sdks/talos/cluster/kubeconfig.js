"use strict";
const { TalosResource, finish } = require("../runtime");

const token = "talos:cluster/kubeconfig:Kubeconfig";
const inputs = [
  "certificateRenewalDuration",
  "clientConfiguration",
  "endpoint",
  "node",
  "timeouts",
];
const shape = {
  inputs,
  required: ["clientConfiguration", "node"],
  outputs: [...inputs, "kubeconfigRaw", "kubernetesClientConfiguration"],
  secretOutputs: ["kubeconfigRaw"],
};

class Kubeconfig extends TalosResource {
  constructor(name, argsOrState, options) {
    super(token, shape, name, argsOrState, options);
  }
}

module.exports = { Kubeconfig: finish(Kubeconfig, token) };
