import { defineApp } from "../../components/app/model";
import { exportarr } from "../shared/exportarr";

export default defineApp(exportarr("radarr", 9708));
