import type { Rule } from "../rule";
import { exposure } from "./exposure";
import { hostAccess } from "./host-access";
import { ownership } from "./ownership";
import { pinnedCharts, pinnedImages } from "./pins";
import { plainSecrets } from "./plain-secrets";
import { protection } from "./protection";
import { quorum } from "./quorum";
import { requests } from "./requests";

/** Every rule. The engine and the offline plan run the same. */
export const rules: readonly Rule[] = [
  ownership,
  pinnedImages,
  pinnedCharts,
  requests,
  hostAccess,
  exposure,
  plainSecrets,
  protection,
  quorum,
];
