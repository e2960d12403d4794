//! Every call of the runtime, with arguments that an enemy would choose.

use crate::{
	ids::{Draws, Ids},
	writer::{Lengths, Writer},
};
use frame_support::traits::{CallMetadata, GetCallMetadata};
use greenhour_runtime::RuntimeCall;
use parity_scale_codec::{Decode, Encode};
use scale_info::{
	form::PortableForm, MetaType, PortableRegistry, Registry, Type, TypeDef, Variant,
};

/// Most elements of a list that has no bound of its own.
const MAX_ELEMENTS: usize = 16 * 1024;
/// Most bytes of a call.
pub(crate) const MAX_BYTES: usize = 128 * 1024;

/// What arguments are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
	/// Zeros, empty lists, first variants.
	Zero,
	/// Largest numbers, longest lists, last variants.
	Max,
	/// What exists and belongs to somebody else; the number of the draw.
	Others(u32),
}

/// A call as `Pallet.call`.
pub(crate) type Name = (String, String);

/// A call to try.
#[derive(Clone)]
pub(crate) struct Attempt {
	pub(crate) call: RuntimeCall,
	/// Its own name, then those of the calls inside it.
	pub(crate) names: Vec<Name>,
	/// How the arguments were made; nothing when somebody else made the call before.
	mode: Option<Mode>,
}

impl Attempt {
	/// What somebody else said.
	pub(crate) fn repeat(call: RuntimeCall) -> Self {
		let CallMetadata {
			pallet_name,
			function_name,
		} = call.get_call_metadata();
		let names = vec![(pallet_name.to_owned(), function_name.to_owned())];
		let mode = None;
		Self { call, names, mode }
	}

	/// Is this call, or one inside it, among these?
	pub(crate) fn is_any_of(&self, names: &[(&str, &str)]) -> bool {
		let listed = |name: &Name| names.contains(&(name.0.as_str(), name.1.as_str()));
		self.names.iter().any(listed)
	}

	/// How messages name it.
	pub(crate) fn describe(&self) -> String {
		let names: Vec<_> = self.names.iter().map(|(p, c)| format!("{p}.{c}")).collect();
		match self.mode {
			Some(mode) => format!("{} ({mode:?})", names.join(" > ")),
			None => format!("{} (repeated)", names.join(" > ")),
		}
	}
}

/// A pallet and its calls.
pub(crate) struct PalletCalls {
	pub(crate) name: String,
	pub(crate) index: u8,
	pub(crate) calls: Vec<Variant<PortableForm>>,
}

/// Every call of the runtime, as its metadata lists them.
pub(crate) struct Catalog {
	pub(crate) types: PortableRegistry,
	/// The type of `RuntimeCall`.
	pub(crate) call_type: u32,
	pub(crate) pallets: Vec<PalletCalls>,
}

impl Catalog {
	/// Reads the registry.
	pub(crate) fn read() -> Self {
		let mut registry = Registry::new();
		let call_type = registry.register_type(&MetaType::new::<RuntimeCall>()).id;
		let types = PortableRegistry::from(registry);
		let variants = |id| match &resolve(&types, id).type_def {
			TypeDef::Variant(def) => def.variants.clone(),
			other => panic!("calls are an enum, not {other:?}"),
		};
		let pallets = variants(call_type)
			.into_iter()
			.map(|pallet| PalletCalls {
				calls: variants(pallet.fields[0].ty.id),
				index: pallet.index,
				name: pallet.name,
			})
			.collect();
		Self {
			types,
			call_type,
			pallets,
		}
	}

	/// A call with arguments of this mode; `None` when no value of them exists.
	pub(crate) fn attempt(
		&self,
		ids: &Ids,
		pallet: &PalletCalls,
		call: &Variant<PortableForm>,
		mode: Mode,
	) -> Option<Attempt> {
		if !call.fields.iter().all(|field| self.exists(field.ty.id)) {
			return None;
		}
		let draft = Draft {
			catalog: self,
			ids,
			pallet,
			call,
			mode,
		};
		Some(match mode {
			Mode::Zero => draft.decoded(&Lengths::default()),
			Mode::Max => draft.longest(),
			Mode::Others(_) => draft.short(),
		})
	}

	/// Has this type a value?
	fn exists(&self, id: u32) -> bool {
		if id == self.call_type {
			return true;
		}
		match &resolve(&self.types, id).type_def {
			TypeDef::Composite(def) => def.fields.iter().all(|field| self.exists(field.ty.id)),
			TypeDef::Tuple(def) => def.fields.iter().all(|field| self.exists(field.id)),
			TypeDef::Array(def) => self.exists(def.type_param.id),
			TypeDef::Variant(def) => !self.inhabited(&def.variants).is_empty(),
			_ => true,
		}
	}

	/// The variants that have a value.
	pub(crate) fn inhabited<'v>(
		&self,
		variants: &'v [Variant<PortableForm>],
	) -> Vec<&'v Variant<PortableForm>> {
		variants
			.iter()
			.filter(|variant| variant.fields.iter().all(|field| self.exists(field.ty.id)))
			.collect()
	}
}

/// A type by its number.
pub(crate) fn resolve(types: &PortableRegistry, id: u32) -> &Type<PortableForm> {
	types.resolve(id).expect("the registry is closed")
}

/// A call that is being made.
struct Draft<'a> {
	catalog: &'a Catalog,
	ids: &'a Ids,
	pallet: &'a PalletCalls,
	call: &'a Variant<PortableForm>,
	mode: Mode,
}

impl Draft<'_> {
	fn write<'l>(&'l self, lengths: &'l Lengths) -> Writer<'l> {
		let draw = match self.mode {
			Mode::Others(draw) => draw,
			Mode::Zero | Mode::Max => 0,
		};
		let seed = (&self.pallet.name, &self.call.name, draw).encode();
		let seed = u64::from_le_bytes(sp_io::hashing::twox_64(&seed));
		let draws = Draws::new(seed);
		let mut writer = Writer::new(self.catalog, self.ids, self.mode, lengths, draws);
		writer.call(self.pallet, self.call);
		writer
	}

	fn try_decode(&self, lengths: &Lengths) -> Option<Attempt> {
		let Writer { out, names, .. } = self.write(lengths);
		if out.len() > MAX_BYTES {
			return None;
		}
		let mut input = &out[..];
		let call = RuntimeCall::decode(&mut input).ok()?;
		assert!(
			input.is_empty(),
			"{names:?} {:?}: bytes are left over",
			self.mode
		);
		let mode = Some(self.mode);
		Some(Attempt { call, names, mode })
	}

	fn decoded(&self, lengths: &Lengths) -> Attempt {
		self.try_decode(lengths).unwrap_or_else(|| {
			let (pallet, call) = (&self.pallet.name, &self.call.name);
			panic!("{pallet}.{call} {:?}: the bytes are no call", self.mode)
		})
	}

	/// Lists as drawn; where a bound is smaller, of one element or none.
	fn short(&self) -> Attempt {
		let at_most = |other| Lengths {
			other,
			..Default::default()
		};
		[usize::MAX, 1]
			.into_iter()
			.find_map(|most| self.try_decode(&at_most(most)))
			.unwrap_or_else(|| self.decoded(&at_most(0)))
	}

	/// Every list as long as its bound, or the caps above, allow; inner lists first.
	fn longest(&self) -> Attempt {
		let mut lengths = Lengths {
			other: 1,
			..Default::default()
		};
		let places = self.write(&lengths).lists;
		for place in places.into_iter().rev() {
			let mut fits = |length| {
				lengths.by_place.insert(place.clone(), length);
				self.try_decode(&lengths).is_some()
			};
			// Doubling, then halving the gap between what fits and what doesn't.
			let (mut most, mut above) = (0, 1);
			while above <= MAX_ELEMENTS && fits(above) {
				(most, above) = (above, above * 2);
			}
			while most + 1 < above {
				let middle = most + (above - most) / 2;
				if middle <= MAX_ELEMENTS && fits(middle) {
					most = middle;
				} else {
					above = middle;
				}
			}
			lengths.by_place.insert(place, most);
		}
		self.decoded(&lengths)
	}
}

/// Is this the index of a pallet of ours?
pub(crate) fn is_ours(index: u8) -> bool {
	(40..=52).contains(&index)
}
