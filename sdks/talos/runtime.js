"use strict";
const pulumi = require("@pulumi/pulumi");
const manifest = require("./package.json");

/**
 * Which provider plugin serves the package. Both facts travel with every resource and invoke, so the
 * engine can fetch the plugin by itself.
 */
const pluginOptions = () => ({
  version: manifest.pulumi.version,
  pluginDownloadURL: manifest.pulumi.server,
});

/** Adds the plugin's coordinates to a caller's options; the caller wins. */
function withPlugin(options) {
  return pulumi.mergeOptions(pluginOptions(), options ?? {});
}

/**
 * Picks the declared properties out of a caller's arguments and wraps those that the schema calls
 * secret, so they are encrypted in state even where the caller passed a plain value.
 */
function pick(args, names, secret = []) {
  return Object.fromEntries(
    names.map((name) => {
      const value = args?.[name];
      return [name, secret.includes(name) && value !== undefined ? pulumi.secret(value) : value];
    }),
  );
}

/**
 * Base of the package's resources. A subclass gives its token and its shape:
 * `inputs` (all argument names), `required` and `secretInputs` (subsets of them), `outputs` (all state
 * properties) and `secretOutputs` (a subset of them).
 */
class TalosResource extends pulumi.CustomResource {
  constructor(token, shape, name, argsOrState, options = {}) {
    const known = options.id !== undefined;
    const properties = Object.fromEntries(shape.outputs.map((output) => [output, undefined]));
    if (known) {
      Object.assign(properties, pick(argsOrState, shape.outputs));
    } else {
      for (const required of shape.required ?? []) {
        if (argsOrState?.[required] === undefined && options.urn === undefined) {
          throw new Error(`Missing required property '${required}'`);
        }
      }
      Object.assign(properties, pick(argsOrState, shape.inputs, shape.secretInputs));
    }
    const secretOutputs = shape.secretOutputs?.length
      ? { additionalSecretOutputs: shape.secretOutputs }
      : {};
    super(token, name, properties, pulumi.mergeOptions(withPlugin(options), secretOutputs));
  }
}

/** Gives a resource class the static members that every Pulumi SDK class has. */
function finish(Class, token) {
  Object.defineProperty(Class, "__pulumiType", { value: token });
  Class.get = (name, id, state, options) => new Class(name, state, { ...options, id });
  Class.isInstance = (value) => value?.__pulumiType === token;
  return Class;
}

/** An invoke in its two forms: a promise of plain values, and an output that accepts inputs. */
function invokeFunctions(token, names) {
  return {
    plain: (args, options) => pulumi.runtime.invoke(token, pick(args, names), withPlugin(options)),
    output: (args, options) =>
      pulumi.runtime.invokeOutput(token, pick(args, names), withPlugin(options)),
  };
}

module.exports = { TalosResource, finish, invokeFunctions, manifest, withPlugin };
