//! Holds the calls and entries of this program against the committed metadata of the runtime.

use greenhour_types::{
	receipt::{HourFacts, Receipt, PROOF_BYTES},
	Assignment, CircuitId, CircuitVersion, ClassEnergy, ClockParams, Contract, ContractDay,
	ContractId, Day, DayPage, Device, DeviceId, GpuClassId, Hour, HourMask, MilliGpu, Offer,
	OfferId, PoolId, Template,
};
use parity_scale_codec::Decode;
use scale_info::{
	form::PortableForm, meta_type, Field, MetaType, PortableRegistry, Registry, TypeDef,
};
use subxt::{
	ext::frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed},
	metadata::Metadata,
	tx::Payload,
};

use super::{runtime::mismatches, Call, Entry, KeyPart, Runtime, H256, USED_CALLS, USED_ENTRIES};
use crate::facts::HourSeed;

type Account = [u8; 32];

/// Value and parts of the key of every entry.
fn entry_types() -> Vec<(Entry, MetaType, Vec<MetaType>)> {
	vec![
		(Entry::NOW, meta_type::<u64>(), vec![]),
		(Entry::CLOCK, meta_type::<ClockParams>(), vec![]),
		(
			Entry::COUNTED_HOURS,
			meta_type::<HourMask>(),
			vec![meta_type::<Day>()],
		),
		(
			Entry::OPERATORS,
			meta_type::<DeviceId>(),
			vec![meta_type::<Account>()],
		),
		(
			Entry::DEVICES,
			meta_type::<Device<Account>>(),
			vec![meta_type::<DeviceId>()],
		),
		(
			Entry::BINDINGS,
			meta_type::<DeviceId>(),
			vec![meta_type::<DeviceId>()],
		),
		(
			Entry::OPEN_OFFER_OF,
			meta_type::<OfferId>(),
			vec![meta_type::<DeviceId>()],
		),
		(
			Entry::OFFERS,
			meta_type::<Offer>(),
			vec![meta_type::<OfferId>()],
		),
		(
			Entry::BOUND_UNITS,
			meta_type::<Template>(),
			vec![meta_type::<OfferId>(), meta_type::<Day>()],
		),
		(
			Entry::DAY_PAGES,
			meta_type::<DayPage>(),
			vec![meta_type::<PoolId>(), meta_type::<Day>()],
		),
		(
			Entry::HOUR_SEEDS,
			meta_type::<HourSeed>(),
			vec![meta_type::<Hour>()],
		),
		(
			Entry::CLASS_ENERGIES,
			meta_type::<ClassEnergy>(),
			vec![meta_type::<GpuClassId>()],
		),
		(
			Entry::CONTRACTS,
			meta_type::<Contract<Account>>(),
			vec![meta_type::<ContractId>()],
		),
		(
			Entry::CONTRACT_DAYS,
			meta_type::<ContractDay>(),
			vec![
				meta_type::<PoolId>(),
				meta_type::<Day>(),
				meta_type::<ContractId>(),
			],
		),
		(
			Entry::ASSIGNMENTS,
			meta_type::<Assignment>(),
			vec![
				meta_type::<DeviceId>(),
				meta_type::<Day>(),
				meta_type::<ContractId>(),
			],
		),
	]
}

/// Types of the arguments of every call, in order.
fn call_types() -> Vec<(Call, Vec<MetaType>)> {
	let hours = HourMask::new(0b11).unwrap();
	let receipt = Receipt {
		contract: ContractId(1),
		device: DeviceId(2),
		day: Day(3),
		hours,
		facts: vec![HourFacts::NONE; 2],
		total_wh: 1 << 40,
		result_commitment: [1; 32],
		proof: [2; PROOF_BYTES],
	};
	vec![
		(Call::remark(b"remark"), vec![meta_type::<Vec<u8>>()]),
		(
			Call::create_offer(DeviceId(1), Template::flat(MilliGpu(3)), Day(1), Day(2)),
			vec![
				meta_type::<DeviceId>(),
				meta_type::<Template>(),
				meta_type::<Day>(),
				meta_type::<Day>(),
			],
		),
		(
			Call::accept(ContractId(1), DeviceId(2), Day(3), hours, MilliGpu(4)),
			vec![
				meta_type::<ContractId>(),
				meta_type::<DeviceId>(),
				meta_type::<Day>(),
				meta_type::<HourMask>(),
				meta_type::<MilliGpu>(),
			],
		),
		(
			Call::submit_receipts(CircuitId(1), CircuitVersion(1), &[receipt.clone(), receipt]),
			vec![
				meta_type::<CircuitId>(),
				meta_type::<CircuitVersion>(),
				meta_type::<Vec<Receipt<Vec<HourFacts>>>>(),
			],
		),
	]
}

fn metadata() -> Metadata {
	super::embedded_metadata().expect("the committed metadata.scale")
}

/// Are the two types encoded alike? Wrappers of one field are looked through, names of fields and
/// variants must be the same.
fn alike(theirs: (&PortableRegistry, u32), ours: (&PortableRegistry, u32)) -> Result<(), String> {
	let (left, right) = (unwrapped(theirs), unwrapped(ours));
	let (left_type, right_type) = (resolve(left), resolve(right));
	let differs = || Err(format!("{left_type:?} is not {right_type:?}"));
	let fields = |a: &[Field<PortableForm>], b: &[Field<PortableForm>]| {
		if a.len() != b.len() {
			return differs();
		}
		for (a, b) in a.iter().zip(b) {
			if a.name != b.name {
				return Err(format!("field {:?} is not {:?}", a.name, b.name));
			}
			alike((left.0, a.ty.id), (right.0, b.ty.id))?;
		}
		Ok(())
	};
	match (left_type, right_type) {
		(TypeDef::Primitive(a), TypeDef::Primitive(b)) if a == b => Ok(()),
		(TypeDef::Composite(a), TypeDef::Composite(b)) => fields(&a.fields, &b.fields),
		(TypeDef::Sequence(a), TypeDef::Sequence(b)) => {
			alike((left.0, a.type_param.id), (right.0, b.type_param.id))
		}
		(TypeDef::Array(a), TypeDef::Array(b)) if a.len == b.len => {
			alike((left.0, a.type_param.id), (right.0, b.type_param.id))
		}
		(TypeDef::Compact(a), TypeDef::Compact(b)) => {
			alike((left.0, a.type_param.id), (right.0, b.type_param.id))
		}
		(TypeDef::Tuple(a), TypeDef::Tuple(b)) if a.fields.len() == b.fields.len() => {
			for (a, b) in a.fields.iter().zip(&b.fields) {
				alike((left.0, a.id), (right.0, b.id))?;
			}
			Ok(())
		}
		(TypeDef::Variant(a), TypeDef::Variant(b)) if a.variants.len() == b.variants.len() => {
			for (a, b) in a.variants.iter().zip(&b.variants) {
				if (&a.name, a.index) != (&b.name, b.index) {
					return Err(format!("variant {} is not {}", a.name, b.name));
				}
				fields(&a.fields, &b.fields)?;
			}
			Ok(())
		}
		_ => differs(),
	}
}

fn resolve((registry, id): (&PortableRegistry, u32)) -> &TypeDef<PortableForm> {
	&registry
		.resolve(id)
		.expect("type in its own registry")
		.type_def
}

fn unwrapped(mut type_: (&PortableRegistry, u32)) -> (&PortableRegistry, u32) {
	while let TypeDef::Composite(composite) = resolve(type_) {
		match &composite.fields[..] {
			[only] => type_ = (type_.0, only.ty.id),
			_ => break,
		}
	}
	type_
}

fn same(metadata: &Metadata, id: u32, ours: MetaType) -> Result<(), String> {
	let mut registry = Registry::new();
	let ours = registry.register_type(&ours).id;
	alike((metadata.types(), id), (&registry.into(), ours))
}

#[test]
fn every_entry_has_the_hashers_keys_and_value_of_the_runtime() {
	let metadata = metadata();
	for (entry, value, keys) in entry_types() {
		let place = format!("{}.{}", entry.pallet, entry.name);
		let found = metadata
			.pallet_by_name(entry.pallet)
			.and_then(|pallet| pallet.storage())
			.and_then(|storage| storage.entry_by_name(entry.name))
			.unwrap_or_else(|| panic!("{place} is not in the runtime"));
		assert_eq!(same(&metadata, found.value_ty(), value), Ok(()), "{place}");
		let hashers: Vec<String> = found
			.keys()
			.map(|key| format!("{:?}", key.hasher))
			.collect();
		let ours: Vec<&str> = entry
			.parts
			.iter()
			.map(|part| match part {
				KeyPart::Twox64Concat => "Twox64Concat",
				KeyPart::Blake2_128Concat => "Blake2_128Concat",
			})
			.collect();
		assert_eq!(hashers, ours, "{place}");
		assert_eq!(keys.len(), ours.len(), "{place}");
		for (theirs, key) in found.keys().zip(keys) {
			assert_eq!(
				same(&metadata, theirs.key_id, key),
				Ok(()),
				"key of {place}"
			);
		}
	}
}

#[test]
fn every_entry_is_checked() {
	let checked: Vec<Entry> = entry_types().into_iter().map(|(entry, ..)| entry).collect();
	for entry in USED_ENTRIES {
		assert!(
			*entry == Entry::ACCOUNT || checked.contains(entry),
			"{entry:?}"
		);
	}
	assert_eq!(checked.len() + 1, USED_ENTRIES.len());
}

#[test]
fn account_begins_with_the_number_of_transactions() {
	let metadata = metadata();
	let entry = metadata
		.pallet_by_name("System")
		.and_then(|system| system.storage()?.entry_by_name("Account").cloned())
		.expect("System.Account");
	let TypeDef::Composite(account) = resolve((metadata.types(), entry.value_ty())) else {
		panic!("an account is a struct")
	};
	assert_eq!(account.fields[0].name.as_deref(), Some("nonce"));
	assert_eq!(
		same(&metadata, account.fields[0].ty.id, meta_type::<u32>()),
		Ok(())
	);
}

#[test]
fn every_call_has_the_arguments_of_the_runtime() {
	let metadata = metadata();
	let calls = call_types();
	assert_eq!(calls.len(), USED_CALLS.len(), "every call is checked");
	for (call, types) in calls {
		let place = format!("{}.{}", call.pallet_name(), call.call_name());
		let (_, _, names) = USED_CALLS
			.iter()
			.find(|(pallet, name, _)| (*pallet, *name) == (call.pallet_name(), call.call_name()))
			.unwrap_or_else(|| panic!("{place} is not listed"));
		let found = metadata
			.pallet_by_name(call.pallet_name())
			.and_then(|pallet| pallet.call_variant_by_name(call.call_name()).cloned())
			.unwrap_or_else(|| panic!("{place} is not in the runtime"));
		let theirs: Vec<&str> = found
			.fields
			.iter()
			.map(|field| field.name.as_deref().unwrap_or_default())
			.collect();
		assert_eq!(theirs, *names, "{place}");
		for (field, ours) in found.fields.iter().zip(types) {
			assert_eq!(
				same(&metadata, field.ty.id, ours),
				Ok(()),
				"{place} {:?}",
				field.name
			);
		}
	}
}

#[test]
fn every_call_is_decoded_by_the_metadata_without_rest() {
	let runtime = Runtime::embedded().unwrap();
	let transactions = runtime.transactions(H256::zero(), 1).unwrap().tx();
	for (call, _) in call_types() {
		let bytes = transactions.call_data(&call).unwrap();
		let decoded = transactions.from_call_data_bytes(&bytes).unwrap();
		assert_eq!(transactions.call_data(&decoded).unwrap(), bytes, "{call:?}");
	}
}

#[test]
fn changed_shapes_are_noticed() {
	let metadata = metadata();
	let entry = metadata
		.pallet_by_name("Timestamp")
		.and_then(|pallet| pallet.storage()?.entry_by_name("Now").cloned())
		.expect("Timestamp.Now");
	assert!(same(&metadata, entry.value_ty(), meta_type::<u32>()).is_err());
	assert!(same(&metadata, entry.value_ty(), meta_type::<(u64, u64)>()).is_err());
	assert!(same(&metadata, entry.value_ty(), meta_type::<Hour>()).is_err());
}

#[test]
fn runtime_fits_itself_but_not_one_that_lost_a_pallet() {
	let known = metadata();
	assert_eq!(mismatches(&known, &known), []);
	let mut changed = RuntimeMetadataPrefixed::decode(&mut &super::runtime::EMBEDDED[..]).unwrap();
	match &mut changed.1 {
		RuntimeMetadata::V14(metadata) => {
			metadata.pallets.retain(|pallet| pallet.name != "Receipts")
		}
		RuntimeMetadata::V15(metadata) => {
			metadata.pallets.retain(|pallet| pallet.name != "Receipts")
		}
		RuntimeMetadata::V16(metadata) => {
			metadata.pallets.retain(|pallet| pallet.name != "Receipts")
		}
		_ => panic!("a version that subxt can not read"),
	}
	let lost = mismatches(&known, &Metadata::try_from(changed).unwrap());
	let lost: Vec<&str> = lost.iter().map(|mismatch| mismatch.item).collect();
	assert_eq!(lost, ["submit_receipts", "ClassEnergies"]);
}
