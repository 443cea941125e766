// Reads ZPL on standard input, writes the first label as PNG to standard output: node render.mjs WIDTH_MM HEIGHT_MM DOTS_PER_MM
import { readFileSync, writeSync } from "node:fs";
import { ready } from "zpl-renderer-js";

const [widthMm, heightMm, dotsPerMm] = process.argv.slice(2).map(Number);
const { api } = await ready;
const zpl = readFileSync(0, "latin1");
const png = Buffer.from(await api.zplToBase64Async(zpl, widthMm, heightMm, dotsPerMm), "base64");
for (let sent = 0; sent < png.length; ) sent += writeSync(1, png, sent);
process.exit(0);
