"use strict";
const pulumi = require("@pulumi/pulumi");
const { withPlugin } = require("./runtime");

class Provider extends pulumi.ProviderResource {
  constructor(name, args, options) {
    super("talos", name, { imageFactoryUrl: args?.imageFactoryUrl }, withPlugin(options));
  }

  static isInstance(value) {
    return value?.__pulumiType === "pulumi:providers:talos";
  }
}
Object.defineProperty(Provider, "__pulumiType", { value: "talos" });

module.exports = { Provider };
