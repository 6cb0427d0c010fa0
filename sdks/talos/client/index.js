"use strict";
module.exports = { ...require("./getConfiguration") };
