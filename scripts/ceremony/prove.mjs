// Proves with snarkjs in one process, and prints how many seconds each proof took, as JSON.
//
// usage: node prove.mjs ZKEY WTNS PROOF PUBLIC REPEAT
import { readFileSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { groth16 } from "snarkjs";

const [zkeyFile, wtnsFile, proofFile, publicFile, repeat] = process.argv.slice(2);
const zkey = { type: "mem", data: new Uint8Array(readFileSync(zkeyFile)) };
const wtns = { type: "mem", data: new Uint8Array(readFileSync(wtnsFile)) };
const wall = [];
const processor = [];
let made;
for (let count = 0; count < Number(repeat); count += 1) {
	const [started, used] = [performance.now(), process.cpuUsage()];
	made = await groth16.prove(zkey, wtns);
	const { user, system } = process.cpuUsage(used);
	wall.push((performance.now() - started) / 1e3);
	processor.push((user + system) / 1e6);
}
writeFileSync(proofFile, `${JSON.stringify(made.proof, null, 1)}\n`);
writeFileSync(publicFile, `${JSON.stringify(made.publicSignals, null, 1)}\n`);
console.log(JSON.stringify({ prove_seconds: wall, processor_seconds: processor }));
process.exit(0);
