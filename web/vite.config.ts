import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// The page goes into the package, from where `communique serve` sends it.
export default defineConfig({
  plugins: [svelte()],
  build: { outDir: "../src/communique/server/static", emptyOutDir: true, target: "es2023" },
  server: { proxy: { "/api": "http://127.0.0.1:8722" } },
});
