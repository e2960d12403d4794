//! Writes arguments byte by byte, as the type registry says.

use crate::{
	calls::{is_ours, resolve, Catalog, Mode, Name, PalletCalls, MAX_BYTES},
	ids::{Draws, Ids},
};
use greenhour_types::HourMask;
use parity_scale_codec::{Compact, Encode};
use scale_info::{form::PortableForm, Type, TypeDef, TypeDefPrimitive, Variant};
use std::collections::BTreeMap;

/// How deep calls are nested: a call in a call in a call.
const MAX_DEPTH: u32 = 2;

/// Where in the type of a call a list stands: fields and variants from the root.
pub(crate) type Place = Vec<u32>;

/// How long each list is.
#[derive(Clone, Default)]
pub(crate) struct Lengths {
	pub(crate) by_place: BTreeMap<Place, usize>,
	/// Of lists that are not named.
	pub(crate) other: usize,
}

impl Lengths {
	fn at(&self, place: &Place) -> usize {
		self.by_place.get(place).copied().unwrap_or(self.other)
	}
}

/// Writes the bytes of one call.
pub(crate) struct Writer<'a> {
	catalog: &'a Catalog,
	ids: &'a Ids,
	mode: Mode,
	lengths: &'a Lengths,
	draws: Draws,
	place: Place,
	/// Places of the lists that were written, outer ones first.
	pub(crate) lists: Vec<Place>,
	pub(crate) names: Vec<Name>,
	depth: u32,
	pub(crate) out: Vec<u8>,
}

impl<'a> Writer<'a> {
	pub(crate) fn new(
		catalog: &'a Catalog,
		ids: &'a Ids,
		mode: Mode,
		lengths: &'a Lengths,
		draws: Draws,
	) -> Self {
		Self {
			catalog,
			ids,
			mode,
			lengths,
			draws,
			place: Place::new(),
			lists: Vec::new(),
			names: Vec::new(),
			depth: 0,
			out: Vec::new(),
		}
	}

	/// Writes a call and its name.
	pub(crate) fn call(&mut self, pallet: &PalletCalls, call: &Variant<PortableForm>) {
		self.names.push((pallet.name.clone(), call.name.clone()));
		self.out.extend([pallet.index, call.index]);
		self.depth += 1;
		self.fields(call, "");
		self.depth -= 1;
	}

	/// A call as an argument of another.
	fn inner_call(&mut self) {
		let pallets = &self.catalog.pallets;
		let draw = matches!(self.mode, Mode::Others(_)) && self.depth <= MAX_DEPTH;
		let (pallet, call) = if draw {
			// Half of them call a pallet of ours.
			let ours: Vec<_> = pallets.iter().filter(|p| is_ours(p.index)).collect();
			let all: Vec<_> = pallets.iter().collect();
			let from = if self.draws.below(2) == 0 { ours } else { all };
			let pallet = from[self.draws.below(from.len())];
			(pallet, &pallet.calls[self.draws.below(pallet.calls.len())])
		} else if self.mode == Mode::Max {
			let pallet = pallets.last().expect("there are pallets");
			(pallet, pallet.calls.last().expect("it has calls"))
		} else {
			(&pallets[0], &pallets[0].calls[0])
		};
		self.call(pallet, call);
	}

	fn fields(&mut self, variant: &Variant<PortableForm>, inherited: &str) {
		for (index, field) in (0..).zip(&variant.fields) {
			self.place.push(index);
			self.value(field.ty.id, field.name.as_deref().unwrap_or(inherited));
			self.place.pop();
		}
	}

	/// A value of a type; `name` is that of the field, or of the type around it.
	fn value(&mut self, id: u32, name: &str) {
		if id == self.catalog.call_type {
			return self.inner_call();
		}
		let catalog = self.catalog;
		let ty = resolve(&catalog.types, id);
		let ident = ty.path.segments.last().map_or("", String::as_str);
		match ident {
			"AccountId32" => return self.account(),
			// Other kinds of address never name an account here.
			"MultiAddress" => {
				self.out.push(0);
				return self.account();
			}
			"HourMask" => return self.hours(),
			"BitFlags" => return self.flags(ty),
			_ => (),
		}
		match &ty.type_def {
			TypeDef::Composite(def) => {
				for (index, field) in (0..).zip(&def.fields) {
					self.place.push(index);
					// A bounded list means what its field does.
					let transparent = matches!(ident, "" | "BoundedVec");
					let around = if transparent { name } else { ident };
					self.value(field.ty.id, field.name.as_deref().unwrap_or(around));
					self.place.pop();
				}
			}
			TypeDef::Variant(def) => self.variant(&def.variants, name),
			TypeDef::Sequence(def) => self.list(def.type_param.id, name),
			TypeDef::Array(def) => self.array(def.type_param.id, def.len, name),
			TypeDef::Tuple(def) => {
				for (index, field) in (0..).zip(&def.fields) {
					self.place.push(index);
					self.value(field.id, name);
					self.place.pop();
				}
			}
			TypeDef::Primitive(TypeDefPrimitive::Str) => {
				self.list_of(|writer| writer.out.push(b'x'))
			}
			TypeDef::Primitive(primitive) => self.number(width(primitive), name),
			TypeDef::Compact(def) => self.compact(def.type_param.id, name),
			TypeDef::BitSequence(_) => panic!("{name}: no call takes a bit sequence"),
		}
	}

	fn variant(&mut self, variants: &[Variant<PortableForm>], name: &str) {
		let inhabited = self.catalog.inhabited(variants);
		let chosen = match self.mode {
			Mode::Zero => 0,
			Mode::Max => inhabited.len() - 1,
			Mode::Others(_) => self.draws.below(inhabited.len()),
		};
		let variant = inhabited[chosen];
		self.out.push(variant.index);
		self.place.push(variant.index.into());
		self.fields(variant, name);
		self.place.pop();
	}

	fn list(&mut self, element: u32, name: &str) {
		let name = name.to_owned();
		self.list_of(|writer| writer.value(element, &name));
	}

	fn list_of(&mut self, mut element: impl FnMut(&mut Self)) {
		let place = self.place.clone();
		let length = match self.mode {
			Mode::Zero => 0,
			Mode::Max => self.lengths.at(&place),
			Mode::Others(_) => self.draws.below(4).min(self.lengths.at(&place)),
		};
		if !self.lists.contains(&place) {
			self.lists.push(place);
		}
		let announced = u32::try_from(length).expect("below the cap");
		self.out.extend(Compact(announced).encode());
		for _ in 0..length {
			// What is too long is not worth writing to its end.
			if self.out.len() > MAX_BYTES {
				return;
			}
			self.place.push(0);
			element(self);
			self.place.pop();
		}
	}

	fn array(&mut self, element: u32, length: u32, name: &str) {
		let bytes = matches!(
			resolve(&self.catalog.types, element).type_def,
			TypeDef::Primitive(TypeDefPrimitive::U8)
		);
		if bytes && length == 32 && matches!(self.mode, Mode::Others(_)) {
			let bytes = self.ids.bytes(&mut self.draws);
			return self.out.extend(bytes);
		}
		for _ in 0..length {
			self.place.push(0);
			self.value(element, name);
			self.place.pop();
		}
	}

	fn account(&mut self) {
		match self.mode {
			Mode::Zero => self.out.extend([0; 32]),
			Mode::Max => self.out.extend([0xff; 32]),
			Mode::Others(_) => {
				let account = self.ids.account(&mut self.draws).encode();
				self.out.extend(account);
			}
		}
	}

	fn hours(&mut self) {
		let mask = match self.mode {
			Mode::Zero => HourMask::EMPTY,
			Mode::Max => HourMask::FULL,
			Mode::Others(_) => self.ids.hours(&mut self.draws),
		};
		self.out.extend(mask.encode());
	}

	/// A set of flags, one for each variant of the type that it is made from.
	fn flags(&mut self, ty: &Type<PortableForm>) {
		let of = ty.type_params[0].ty.expect("flags have a type").id;
		let TypeDef::Variant(def) = &resolve(&self.catalog.types, of).type_def else {
			panic!("flags are an enum");
		};
		let all = (1_u64 << def.variants.len()) - 1;
		let bits = match self.mode {
			Mode::Zero => 0,
			Mode::Max => all,
			Mode::Others(_) => self.draws.next() & all,
		};
		self.out.extend(bits.encode());
	}

	fn number(&mut self, bytes: usize, name: &str) {
		let value = match self.mode {
			Mode::Zero => 0,
			Mode::Max if bytes == 0 => 1,
			Mode::Max => u128::MAX,
			Mode::Others(_) => self.ids.number(name, bytes, &mut self.draws),
		};
		let fill = if self.mode == Mode::Max { 0xff } else { 0 };
		let mut wide = [fill; 32];
		wide[..16].copy_from_slice(&value.to_le_bytes());
		self.out.extend(&wide[..bytes.max(1)]);
	}

	fn compact(&mut self, id: u32, name: &str) {
		let (mut id, mut name) = (id, name.to_owned());
		let primitive = loop {
			let ty = resolve(&self.catalog.types, id);
			match &ty.type_def {
				TypeDef::Primitive(primitive) => break primitive.clone(),
				TypeDef::Composite(def) => {
					id = def.fields[0].ty.id;
					name = ty.path.segments.last().cloned().unwrap_or(name);
				}
				other => panic!("{name}: a compact {other:?}"),
			}
		};
		let start = self.out.len();
		self.number(width(&primitive), &name);
		let mut wide = [0; 16];
		let plain = self.out.split_off(start);
		wide[..plain.len()].copy_from_slice(&plain);
		self.out.extend(Compact(u128::from_le_bytes(wide)).encode());
	}
}

/// Bytes of a number; none for a truth value, which takes one byte all the same.
fn width(primitive: &TypeDefPrimitive) -> usize {
	match primitive {
		TypeDefPrimitive::Bool => 0,
		TypeDefPrimitive::U8 | TypeDefPrimitive::I8 => 1,
		TypeDefPrimitive::U16 | TypeDefPrimitive::I16 => 2,
		TypeDefPrimitive::U32 | TypeDefPrimitive::I32 => 4,
		TypeDefPrimitive::U64 | TypeDefPrimitive::I64 => 8,
		TypeDefPrimitive::U128 | TypeDefPrimitive::I128 => 16,
		TypeDefPrimitive::U256 | TypeDefPrimitive::I256 => 32,
		TypeDefPrimitive::Char | TypeDefPrimitive::Str => panic!("no call takes text"),
	}
}
