import {
  PolicyPack,
  type PolicyResource,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import type { Resource } from "./resource";
import type { Rule } from "./rule";
import { rules } from "./rules";

/**
 * The rules as a policy pack: `pulumi preview --policy-pack policy`. Nothing but this file starts
 * one, because its constructor opens a server.
 *
 * What the engine shows: rules about one resource get its inputs before it is touched; rules about
 * the stack get all resources as they will be, so a deleted or replaced one is never seen
 * (https://www.pulumi.com/docs/iac/using-pulumi/crossguard/core-concepts/). Deletions are guarded by
 * `protect`, which a rule demands, and by the offline diff.
 */
new PolicyPack("hearth", { policies: rules.map(policyOf) });

function policyOf(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const { name, description, level, remedy } = rule;
  const common = { name, description, enforcementLevel: level, remediationSteps: remedy };
  const message = (reason: string) => `${reason}; ${remedy}`;
  if ("checkStack" in rule) {
    return {
      ...common,
      validateStack: ({ resources }, report) => {
        for (const { resource, reason } of rule.checkStack(resources.map(ofStack))) {
          report(message(reason), resource.urn);
        }
      },
    };
  }
  return {
    ...common,
    validateResource: (args, report) => {
      for (const reason of rule.check(ofResource(args))) report(message(reason));
    },
  };
}

function ofResource({ urn, type, name, opts, props }: ResourceValidationArgs): Resource {
  return { urn, type, name, parent: opts.parent, props, dependencies: [], protect: opts.protect };
}

function ofStack({ urn, type, name, opts, props, parent, dependencies }: PolicyResource): Resource {
  return {
    urn,
    type,
    name,
    parent: parent?.urn,
    props,
    dependencies: dependencies.map((one) => one.urn),
    protect: opts.protect,
  };
}
