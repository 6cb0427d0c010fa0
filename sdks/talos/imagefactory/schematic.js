"use strict";
const { TalosResource, finish } = require("../runtime");

const token = "talos:imageFactory/schematic:Schematic";
const shape = { inputs: ["schematic"], outputs: ["schematic"] };

class Schematic extends TalosResource {
  constructor(name, argsOrState, options) {
    super(token, shape, name, argsOrState, options);
  }
}

module.exports = { Schematic: finish(Schematic, token) };
