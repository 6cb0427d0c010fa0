import { parser } from "@prometheus-io/lezer-promql";

/** Where Prometheus's own grammar does not accept an expression; empty for one that it accepts. */
export function syntaxErrors(expr: string): string[] {
  const errors: string[] = [];
  parser.parse(expr).iterate({
    enter(node) {
      if (node.type.isError) errors.push(`at ${String(node.from)}: ${expr.slice(node.from)}`);
    },
  });
  return errors;
}

/** Names of the metrics that an expression reads. */
export function metricsOf(expr: string): string[] {
  const names = new Set<string>();
  parser.parse(expr).iterate({
    enter(node) {
      if (node.name === "Identifier" && node.node.parent?.name === "VectorSelector") {
        names.add(expr.slice(node.from, node.to));
      }
    },
  });
  return [...names];
}
