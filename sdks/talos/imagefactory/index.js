"use strict";
module.exports = { ...require("./getUrls"), ...require("./schematic") };
