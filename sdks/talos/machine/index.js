"use strict";
module.exports = {
  ...require("./bootstrap"),
  ...require("./configurationApply"),
  ...require("./getConfiguration"),
  ...require("./secrets"),
};
