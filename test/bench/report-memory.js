// Preloaded into a measured process: writes its peak resident set (KiB) where the benchmark asks for it.
import { writeFileSync } from 'node:fs';

const file = process.env['BENCH_MEMORY_FILE'];
if (file !== undefined) {
  process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
}
