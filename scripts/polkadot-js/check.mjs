// Reads a running network as a stock wallet would: no custom types, no knowledge beyond metadata.
// Prints what it found; exits non-zero when something a wallet needs is missing.

import { ApiPromise, WsProvider } from '@polkadot/api';
import { encodeAddress } from '@polkadot/util-crypto';
import { formatBalance } from '@polkadot/util';

const PATIENCE_MS = 120_000;
const url = process.argv[2];
const failures = [];
let passed = 0;

function expect(what, holds, found) {
	console.log(`${holds ? 'ok    ' : 'FAILED'} ${what}: ${found}`);
	if (holds) passed += 1;
	else failures.push(what);
}

function amount(planck, symbol, decimals) {
	return formatBalance(planck, { decimals, forceUnit: '-', withUnit: symbol });
}

async function checkMetadata(api) {
	const version = api.runtimeMetadata.version;
	const pallets = api.runtimeMetadata.asLatest.pallets;
	expect('metadata', version >= 14 && pallets.length > 10, `V${version}, ${pallets.length} pallets`);
	const known = ['assets', 'nfts', 'capacity', 'contracts', 'devices', 'positions', 'receipts'];
	const missing = known.filter((name) => api.query[name] === undefined);
	expect('storage of every subject', missing.length === 0, missing.join(', ') || known.join(', '));
	const documented = api.tx.hourMarket?.buy?.meta.docs.length ?? 0;
	expect('calls carry their documentation', documented > 0, `${documented} lines on buying hours`);
	const custom = Object.keys(api.registry.knownTypes.types ?? {});
	expect('no custom types', custom.length === 0, custom.join(', ') || 'none');
}

async function checkBalances(api) {
	const decimals = api.registry.chainDecimals[0];
	const symbol = api.registry.chainTokens[0];
	const accounts = await api.query.system.account.entries();
	const rich = accounts.filter(([, account]) => account.data.free.toBigInt() > 0n);
	const sum = rich.reduce((total, [, account]) => total + account.data.free.toBigInt(), 0n);
	expect('GHR balances', symbol === 'GHR' && rich.length > 0,
		`${rich.length} accounts hold ${amount(sum, symbol, decimals)}`);

	const assets = await api.query.assets.metadata.entries();
	const gcd = assets.find(([, metadata]) => metadata.symbol.toUtf8() === 'GCD');
	expect('GCD is an asset', gcd !== undefined, gcd?.[1].name.toUtf8() ?? 'not found');
	if (gcd === undefined) return;
	const id = gcd[0].args[0];
	const details = (await api.query.assets.asset(id)).unwrap();
	const holders = await api.query.assets.account.entries(id);
	const held = holders.reduce((total, [, account]) => total + account.unwrap().balance.toBigInt(), 0n);
	const unit = (planck) => amount(planck, 'GCD', gcd[1].decimals.toNumber());
	expect('GCD balances', holders.length > 0 && held <= details.supply.toBigInt(),
		`${holders.length} accounts hold ${unit(held)} of ${unit(details.supply.toBigInt())}`);
}

async function checkPositions(api) {
	const collection = await api.query.positions.collection();
	const items = await api.query.nfts.item.entries(collection.toString());
	expect('positions are items', items.length > 0, `${items.length} in collection ${collection}`);
	for (const [key, item] of items) {
		const position = key.args[1];
		const owner = item.unwrap().owner;
		const attributes = await api.query.nfts.attribute.entries(collection.toString(), position);
		const facts = attributes.map(([name, value]) =>
			`${name.args[3].toUtf8()}=${value.unwrap()[0].toUtf8()}`);
		expect(`position ${position}`, facts.length > 0,
			`${encodeAddress(owner, 42)}, ${facts.sort().join(' ').slice(0, 160)}`);
	}
}

const provider = new WsProvider(url, 1_000, {}, 20_000);
const deadline = setTimeout(() => {
	console.error(`error: no answer from ${url} within ${PATIENCE_MS / 1000} s`);
	process.exit(1);
}, PATIENCE_MS);
try {
	const api = await ApiPromise.create({ provider, noInitWarn: false });
	console.log(`${await api.rpc.system.chain()} at ${url}, runtime ${api.runtimeVersion.specVersion}`);
	await checkMetadata(api);
	await checkBalances(api);
	await checkPositions(api);
	await api.disconnect();
} catch (error) {
	failures.push(String(error));
	console.error(`error: ${error}`);
}
clearTimeout(deadline);
console.log(`polkadot.js: ${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
