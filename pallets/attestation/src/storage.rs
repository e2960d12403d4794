//! What is kept.

use frame_support::pallet_macros::pallet_section;

/// The storage of the pallet.
#[pallet_section]
mod storage {
	/// Root -> its key and window. Written by governance; never removed.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type Endorsers<T> = StorageMap<_, Twox64Concat, EndorserId, Endorser>;

	/// The id of the next root.
	#[pallet::storage]
	pub type NextEndorserId<T> = StorageValue<_, EndorserId, ValueQuery>;

	/// What is revoked. Written and removed by governance.
	#[pallet::storage]
	// Blake2_128Concat: others choose the keys.
	pub type Revocations<T> = StorageMap<_, Blake2_128Concat, Revocable, ()>;

	/// Device -> its evidence, from enrolment until it is retired.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type Evidences<T> = StorageMap<_, Twox64Concat, DeviceId, Evidence>;

	/// Convicted devices that are not enrolled; enrolment takes the conviction over.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type Convictions<T> = StorageMap<_, Twox64Concat, DeviceId, ()>;

	/// Identity key -> the device that it serves for ever.
	#[pallet::storage]
	// Blake2_128Concat: others choose the keys.
	pub type IdentityKeys<T> = StorageMap<_, Blake2_128Concat, P256Key, DeviceId>;

	/// Serial nullifier -> the device with that serial number, for ever.
	#[pallet::storage]
	// Blake2_128Concat: others choose the nullifiers.
	pub type SerialNullifiers<T> = StorageMap<_, Blake2_128Concat, [u8; 32], DeviceId>;

	/// Zone -> its rule. Written by governance.
	#[pallet::storage]
	// Twox64Concat: governance chooses the zones.
	pub type Zones<T> = StorageMap<_, Twox64Concat, ZoneId, Zone>;

	/// Zone, account -> does it audit there? Written by governance.
	#[pallet::storage]
	// Twox64Concat for the zone, which governance chooses; Blake2_128Concat for the account.
	pub type ZoneAuditors<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ZoneId, Blake2_128Concat, T::AccountId, ()>;

	/// Zone, key epoch, cell -> devices that have a slot; no entry for none.
	#[pallet::storage]
	// Twox64Concat: cells are numbered from 0, below a governed bound.
	pub type Cells<T> = StorageMap<_, Twox64Concat, (ZoneId, u32, u16), u32, ValueQuery>;

	/// Zone, nullifier of a metering point -> who stands there. Removed with the last.
	#[pallet::storage]
	// Blake2_128Concat: auditors choose the nullifiers.
	pub type Places<T> = StorageMap<_, Blake2_128Concat, (ZoneId, [u8; 32]), Place>;

	/// Account -> its bond as an auditor, until nothing of it is left.
	#[pallet::storage]
	// Blake2_128Concat: accounts are chosen.
	pub type Auditors<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Auditor>;

	/// Device -> the audit that collects statements or waits for its place. Bounded by the bonds of the
	/// auditors, each statement of which commits a part.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type OpenAudits<T: Config> = StorageMap<_, Twox64Concat, DeviceId, Audit<T::AccountId>>;

	/// Device -> the audit that passed last, while its statements are backed. Bounded alike.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type Audits<T: Config> = StorageMap<_, Twox64Concat, DeviceId, Audit<T::AccountId>>;

	/// Device -> the dispute about its place. A bond for each.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type PlaceDisputes<T: Config> =
		StorageMap<_, Twox64Concat, DeviceId, PlaceDispute<T::AccountId>>;
}
