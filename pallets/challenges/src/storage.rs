//! What is stored.

use frame_support::pallet_macros::pallet_section;

/// The storage of the pallet.
#[pallet_section]
mod storage {
	/// Index -> device that can be drawn. Dense: the last one takes the place of one that leaves.
	#[pallet::storage]
	// Twox64Concat: indices are counted by the chain, nobody chooses them.
	pub type ActiveDevices<T> = StorageMap<_, Twox64Concat, u32, DeviceId>;

	/// How many devices can be drawn.
	#[pallet::storage]
	pub type ActiveCount<T> = StorageValue<_, u32, ValueQuery>;

	/// Owner, index -> device of his that can be drawn. Dense.
	#[pallet::storage]
	// Blake2_128Concat: anyone chooses the account. Twox64Concat: indices are counted by the chain.
	pub type OwnerDevices<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, u32, DeviceId>;

	/// Owner -> how many devices of his can be drawn; no entry for none.
	#[pallet::storage]
	// Blake2_128Concat: anyone chooses the account.
	pub type OwnerCounts<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

	/// Device -> where it is listed, and where it will be; no entry for one that is and will be nowhere.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type Listings<T: Config> =
		StorageMap<_, Twox64Concat, DeviceId, Listing<T::AccountId>, ValueQuery>;

	/// Number -> change of the lists that waits. Each is paid by the call that asked for it.
	#[pallet::storage]
	// Twox64Concat: numbers are counted by the chain, nobody chooses them.
	pub type Changes<T: Config> = StorageMap<_, Twox64Concat, u64, Change<T::AccountId>>;

	/// First and next number of [`Changes`].
	#[pallet::storage]
	pub type ChangeQueue<T> = StorageValue<_, Queue, ValueQuery>;

	/// Block -> the round that it drew, until that is closed. At most [`MAX_OPEN_ROUNDS`].
	#[pallet::storage]
	// Twox64Concat: blocks are counted by the chain, nobody chooses them.
	pub type Rounds<T> = StorageMap<_, Twox64Concat, u32, Round>;

	/// How far rounds have come.
	#[pallet::storage]
	pub type Cursors<T> = StorageValue<_, RoundCursors>;

	/// Device -> its open challenge. At most [`MAX_ROUND`] for each open round.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type Challenges<T> = StorageMap<_, Twox64Concat, DeviceId, Challenge>;

	/// Device, day -> challenges that receipts are to answer. One for each hour, until the money of the hour is
	/// final.
	#[pallet::storage]
	// Twox64Concat: both are counted by the chain, nobody chooses them.
	pub type Deferrals<T> =
		StorageDoubleMap<_, Twox64Concat, DeviceId, Twox64Concat, Day, DeferredDay, ValueQuery>;

	/// Number -> deferred challenge, by time; also those answered meanwhile.
	#[pallet::storage]
	// Twox64Concat: numbers are counted by the chain, nobody chooses them.
	pub type DeferralOrder<T> = StorageMap<_, Twox64Concat, u64, (DeviceId, Hour)>;

	/// First and next number of [`DeferralOrder`].
	#[pallet::storage]
	pub type DeferralQueue<T> = StorageValue<_, Queue, ValueQuery>;

	/// Number -> paid hours that wait to be drawn. At most [`MAX_TICKETS`].
	#[pallet::storage]
	// Twox64Concat: numbers are counted by the chain, nobody chooses them.
	pub type Tickets<T> = StorageMap<_, Twox64Concat, u64, Ticket>;

	/// First and next number of [`Tickets`].
	#[pallet::storage]
	pub type TicketQueue<T> = StorageValue<_, Queue, ValueQuery>;

	/// Number -> open audit. Removed when it ends.
	#[pallet::storage]
	// Twox64Concat: numbers are counted by the chain, nobody chooses them.
	pub type Audits<T: Config> = StorageMap<_, Twox64Concat, u64, Audit<T::AccountId>>;

	/// Number of the next audit.
	#[pallet::storage]
	pub type NextAudit<T> = StorageValue<_, u64, ValueQuery>;

	/// Device, day modulo [`DAY_SLOTS`] -> what was metered and claimed. Later days replace earlier ones.
	#[pallet::storage]
	// Twox64Concat: both are counted by the chain, nobody chooses them.
	pub type EnergyDays<T> =
		StorageDoubleMap<_, Twox64Concat, DeviceId, Twox64Concat, u32, EnergyDay>;

	/// GPU class -> leaves of a product for each unit.
	#[pallet::storage]
	// Twox64Concat: ids are set by governance.
	pub type ProductSizes<T> = StorageMap<_, Twox64Concat, GpuClassId, u32>;

	/// Part of the bond that a contradiction of meter and claims costs.
	#[pallet::storage]
	pub type ViolationShare<T> = StorageValue<_, Permill, ValueQuery>;

	/// Zone -> most sun of a day, in thousandths of an hour of full sun.
	#[pallet::storage]
	// Twox64Concat: ids are set by governance.
	pub type SunCeilings<T> = StorageMap<_, Twox64Concat, ZoneId, u32>;
}
