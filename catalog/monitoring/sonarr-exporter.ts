import { defineApp } from "../../components/app/model";
import { exportarr } from "../shared/exportarr";

export default defineApp(exportarr("sonarr", 9707));
