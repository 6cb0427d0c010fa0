import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "kubelet-csr-approver",
  category: "kube-system",
  layer: "network",
  description: "Signs the serving certificates of the stack's kubelets",
});
