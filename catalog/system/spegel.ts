import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "spegel",
  category: "system",
  layer: "system",
  description: "Lets nodes pull images from one another",
});
