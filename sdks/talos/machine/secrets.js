"use strict";
const { TalosResource, finish } = require("../runtime");

const token = "talos:machine/secrets:Secrets";
const shape = {
  inputs: ["talosVersion"],
  outputs: ["clientConfiguration", "machineSecrets", "talosVersion"],
};

class Secrets extends TalosResource {
  constructor(name, argsOrState, options) {
    super(token, shape, name, argsOrState, options);
  }
}

module.exports = { Secrets: finish(Secrets, token) };
