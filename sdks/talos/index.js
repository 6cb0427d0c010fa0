"use strict";
const pulumi = require("@pulumi/pulumi");
const { manifest } = require("./runtime");
const { Provider } = require("./provider");
const imagefactory = require("./imagefactory");
const machine = require("./machine");
const cluster = require("./cluster");

module.exports = {
  Provider,
  client: require("./client"),
  cluster,
  imageFactory: imagefactory,
  imagefactory,
  machine,
};

// Lets the runtime rebuild a typed resource from a reference that crossed a program boundary.
const modules = {
  "cluster/kubeconfig": { "talos:cluster/kubeconfig:Kubeconfig": cluster.Kubeconfig },
  "imageFactory/schematic": { "talos:imageFactory/schematic:Schematic": imagefactory.Schematic },
  "machine/bootstrap": { "talos:machine/bootstrap:Bootstrap": machine.Bootstrap },
  "machine/configurationApply": {
    "talos:machine/configurationApply:ConfigurationApply": machine.ConfigurationApply,
  },
  "machine/secrets": { "talos:machine/secrets:Secrets": machine.Secrets },
};
for (const [module, classes] of Object.entries(modules)) {
  pulumi.runtime.registerResourceModule("talos", module, {
    version: manifest.version,
    construct: (name, type, urn) => {
      const Class = classes[type];
      if (Class === undefined) {
        throw new Error(`unknown resource type ${type}`);
      }
      return new Class(name, undefined, { urn });
    },
  });
}
pulumi.runtime.registerResourcePackage("talos", {
  version: manifest.version,
  constructProvider: (name, type, urn) => {
    if (type !== "pulumi:providers:talos") {
      throw new Error(`unknown provider type ${type}`);
    }
    return new Provider(name, undefined, { urn });
  },
});
