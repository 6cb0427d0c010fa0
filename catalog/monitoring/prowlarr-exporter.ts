import { defineApp } from "../../components/app/model";
import { exportarr } from "../shared/exportarr";

export default defineApp(exportarr("prowlarr", 9707));
