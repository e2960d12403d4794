//! What other pallets would keep: devices with their results and sites, and the time.

use super::{Attestation, DEVICE_BOND, OPERATOR, ZONE};
use frame_support::{storage_alias, Blake2_128Concat};
use greenhour_traits::{
	AttestationResults, DeviceListener, DeviceRegistry, HourClock, Obligations, Slashed,
};
use greenhour_types::{
	AttestationResult, AttestationTier, Balance, ClockParams, Device, DeviceClass, DeviceId,
	DeviceKind, DeviceStatus, GpuClassId, Hour, MilliGpu, Moment, SiteFacts, SuspensionCause,
	WattHours,
};
use sp_runtime::DispatchError;

#[storage_alias]
type Devices = StorageMap<World, Blake2_128Concat, DeviceId, Device<u64>>;
#[storage_alias]
type Suspensions = StorageMap<World, Blake2_128Concat, DeviceId, SuspensionCause>;
#[storage_alias]
type Partners = StorageMap<World, Blake2_128Concat, DeviceId, DeviceId>;
#[storage_alias]
type Slashes = StorageMap<World, Blake2_128Concat, DeviceId, (Balance, Balance, u64)>;
#[storage_alias]
type Owed = StorageMap<World, Blake2_128Concat, DeviceId, u32>;
#[storage_alias]
type Now = StorageValue<World, Moment, frame_support::pallet_prelude::ValueQuery>;
#[storage_alias]
type NextDevice = StorageValue<World, u32, frame_support::pallet_prelude::ValueQuery>;
#[storage_alias]
type RateExpired = StorageValue<World, bool, frame_support::pallet_prelude::ValueQuery>;

/// The fake registry and clock.
pub struct World;

impl World {
	pub(crate) fn time() -> Moment {
		Now::get()
	}

	pub(crate) fn advance_to(now: Moment) {
		assert!(now >= Now::get(), "time runs forwards");
		Now::put(now);
	}

	pub(crate) fn advance(by: Moment) {
		Self::advance_to(Now::get() + by);
	}

	/// A new device of `owner` with 2 GPUs.
	pub(crate) fn register(owner: u64) -> DeviceId {
		let device = DeviceId(NextDevice::get());
		NextDevice::put(device.0 + 1);
		let record = Device {
			owner,
			operator: OPERATOR,
			kind: DeviceKind::Combined,
			class: DeviceClass::HomeHub,
			gpu_class: GpuClassId(1),
			zone: ZONE,
			meter_key: [u8::try_from(device.0 % 251).expect("small") + 1; 32],
			commitment: [1; 32],
			gpu_nameplate: MilliGpu(2_000),
			solar_nameplate_w: 5_000,
			energy_cap: WattHours(4_000),
			site: SiteFacts::default(),
			status: DeviceStatus::Registered,
		};
		Devices::insert(device, record);
		device
	}

	pub(crate) fn meter_key(device: DeviceId) -> [u8; 32] {
		Devices::get(device).expect("registered").meter_key
	}

	/// Retires a device, as the registry does: for ever.
	pub(crate) fn retire(device: DeviceId) {
		Self::retire_quietly(device);
		<Attestation as DeviceListener<u64>>::result_changed(device, None);
	}

	/// Retires a device of which nobody hears.
	pub(crate) fn retire_quietly(device: DeviceId) {
		Devices::mutate(device, |record| {
			record.as_mut().expect("registered").status = DeviceStatus::Withdrawn;
		});
	}

	/// The owner ends his suspension; the result that is on record stands again.
	pub(crate) fn resume(device: DeviceId) {
		Suspensions::remove(device);
	}

	/// Binds two devices of a site, both ways.
	pub(crate) fn bind(one: DeviceId, other: DeviceId) {
		Partners::insert(one, other);
		Partners::insert(other, one);
	}

	pub(crate) fn unbind(one: DeviceId) {
		if let Some(other) = Partners::take(one) {
			Partners::remove(other);
		}
	}

	/// What the registry says of a device.
	pub(crate) fn status(device: DeviceId) -> DeviceStatus {
		Devices::get(device).expect("registered").status
	}

	/// Tier and expiry of a result that stands.
	pub(crate) fn standing(device: DeviceId) -> Option<(AttestationTier, Moment)> {
		match Self::status(device) {
			DeviceStatus::Active {
				tier, expires_at, ..
			} => (Suspensions::get(device).is_none() && Self::time() < expires_at)
				.then_some((tier, expires_at)),
			_ => None,
		}
	}

	/// The last slash of a device: all, what went to the beneficiary, and who that was.
	pub(crate) fn slashed(device: DeviceId) -> Option<(Balance, Balance, u64)> {
		Slashes::get(device)
	}

	/// What keeps a device from being retired.
	pub(crate) fn owed(device: DeviceId) -> u32 {
		Owed::get(device).unwrap_or(0)
	}

	pub(crate) fn expire_rate(expired: bool) {
		RateExpired::put(expired);
	}
}

impl DeviceRegistry<u64> for World {
	fn device(device: DeviceId) -> Option<Device<u64>> {
		Devices::get(device)
	}

	fn offer_limit(_: DeviceId, _: u64) -> MilliGpu {
		MilliGpu(0)
	}

	fn bond_covers(_: DeviceId, _: MilliGpu) -> bool {
		true
	}

	/// One GHR is worth one micro-GCD in this world, so that amounts are easy to read.
	fn bond_value_down(_: DeviceId) -> Balance {
		DEVICE_BOND
	}

	fn required_bond(_: DeviceId, _: MilliGpu) -> Option<Balance> {
		(!RateExpired::get()).then_some(DEVICE_BOND)
	}

	fn bound_to(device: DeviceId) -> Option<DeviceId> {
		Partners::get(device)
	}

	fn slash(
		device: DeviceId,
		slash_gcd: Balance,
		compensation_gcd: Balance,
		beneficiary: &u64,
	) -> Result<Slashed, DispatchError> {
		Slashes::insert(device, (slash_gcd, compensation_gcd, *beneficiary));
		Ok(Slashed {
			compensation: compensation_gcd,
			burned: slash_gcd - compensation_gcd,
		})
	}
}

impl Obligations for World {
	fn add(device: DeviceId) -> Result<(), DispatchError> {
		Owed::insert(device, Self::owed(device) + 1);
		Ok(())
	}

	fn remove(device: DeviceId) -> Result<(), DispatchError> {
		let left = Self::owed(device).checked_sub(1).ok_or("nothing owed")?;
		Owed::insert(device, left);
		Ok(())
	}
}

impl AttestationResults for World {
	fn attest(device: DeviceId, result: AttestationResult) -> Result<(), DispatchError> {
		let mut record = Devices::get(device).ok_or("no such device")?;
		if record.status == DeviceStatus::Withdrawn || result.expires_at <= Self::time() {
			return Err("withdrawn or expired".into());
		}
		let AttestationResult {
			tier,
			expires_at,
			benchmark,
		} = result;
		record.status = DeviceStatus::Active {
			tier,
			expires_at,
			benchmark,
		};
		Devices::insert(device, record);
		Suspensions::remove(device);
		<Attestation as DeviceListener<u64>>::result_changed(device, Some(result));
		Ok(())
	}

	fn suspend(device: DeviceId, cause: SuspensionCause) -> Result<(), DispatchError> {
		let record = Devices::get(device).ok_or("no such device")?;
		if !matches!(record.status, DeviceStatus::Active { .. }) {
			return Err("nothing to suspend".into());
		}
		Suspensions::insert(device, cause);
		<Attestation as DeviceListener<u64>>::result_changed(device, None);
		Ok(())
	}

	fn suspension(device: DeviceId) -> Option<SuspensionCause> {
		Suspensions::get(device)
	}
}

impl HourClock for World {
	fn now() -> Moment {
		Now::get()
	}

	fn params() -> ClockParams {
		ClockParams {
			hour_zero_ms: Some(0),
			..ClockParams::PRODUCTION
		}
	}

	fn is_void(_: Hour) -> bool {
		false
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64> for World {
	fn register(owner: &u64, zone: greenhour_types::ZoneId, _: u8) -> DeviceId {
		let device = Self::register(*owner);
		Devices::mutate(device, |record| record.as_mut().expect("new").zone = zone);
		device
	}

	fn bind(one: DeviceId, other: DeviceId) {
		Self::bind(one, other);
	}

	fn retire(device: DeviceId) {
		Self::retire_quietly(device);
	}

	fn advance_to(now: Moment) {
		Self::advance_to(now);
	}
}
