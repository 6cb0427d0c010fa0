"use strict";
const { invokeFunctions } = require("../runtime");

const { plain, output } = invokeFunctions("talos:imageFactory/getUrls:getUrls", [
  "architecture",
  "platform",
  "sbc",
  "schematicId",
  "talosVersion",
]);

module.exports = { getUrls: plain, getUrlsOutput: output };
