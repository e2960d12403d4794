//! A pool in which one party acts by a strategy, and everybody else honestly.
//!
//! Prices are in price scales of the true demand. The curve is computed in floats, its integers are
//! compared with exact rationals elsewhere; what is learned is learned by the code of the chain.

use greenhour_math::{
	hour_curve::DELTA,
	learning::{dithered_up, page_immediate_up, page_per_hour_up},
	DemandEstimate, HourObservation, PriceScale, PriceTrial,
};

/// Days on which the party acts.
pub(crate) const DAYS: usize = 80;
/// Days between the opening of a page and its day.
const HORIZON: usize = 7;
/// Days between a day and the learning of its hours.
const DELAY: usize = 3;
/// Hours of a day that are simulated.
const HOURS: usize = 4;
/// Protocol fee on the price paid.
const FEE: f64 = 0.02;
/// Units of an order.
const ORDER: f64 = 1_000.0;
/// Planck per unit that stand for one price scale.
const PLANCK: u128 = 1 << 20;
/// Hours of lead when a page opens.
const LEAD: f64 = 168.0;

/// Seeded numbers (splitmix64).
struct Coin(u64);

impl Coin {
	/// Uniform in (0, 1).
	fn unit(&mut self) -> f64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut z = self.0;
		z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64 + 1e-17
	}

	/// Exponential with mean one.
	fn exponential(&mut self) -> f64 {
		-self.unit().ln()
	}
}

/// What one party is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Party {
	/// Share of the supply.
	pub(crate) owner: f64,
	/// Share of the demand.
	pub(crate) tenant: f64,
}

/// On which days something is done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern {
	/// First day.
	pub(crate) from: usize,
	/// Day after the last one.
	pub(crate) until: usize,
	/// Every so many days, for `on` days.
	pub(crate) period: usize,
	/// Days of a period.
	pub(crate) on: usize,
	/// Only where the coin was this.
	pub(crate) coin: Option<bool>,
}

impl Pattern {
	/// Never.
	pub(crate) const NEVER: Self = Self {
		from: 0,
		until: 0,
		period: 1,
		on: 1,
		coin: None,
	};

	fn holds(&self, day: usize, raised: bool) -> bool {
		(self.from..self.until).contains(&day)
			&& day % self.period < self.on
			&& self.coin.is_none_or(|coin| coin == raised)
	}
}

/// How the party acts. Honest is: no purchases but those of its demand, and all of those that cost
/// less than they are worth to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Strategy {
	/// Days on which it buys what it does not need.
	pub(crate) wash: Pattern,
	/// Part of the stock bought so.
	pub(crate) wash_share: f64,
	/// At the end of the sale, or at its beginning?
	pub(crate) wash_late: bool,
	/// Days on which it refuses purchases that are worth less than `refuse_below` more than they
	/// cost, per unit.
	pub(crate) refuse: Pattern,
	/// The least surplus on those days.
	pub(crate) refuse_below: f64,
}

impl Strategy {
	/// Nothing but honest trade.
	pub(crate) const HONEST: Self = Self {
		wash: Pattern::NEVER,
		wash_share: 0.0,
		wash_late: true,
		refuse: Pattern::NEVER,
		refuse_below: 0.0,
	};

	/// Does it buy what it does not need?
	pub(crate) fn trades(&self) -> bool {
		self.wash.from < self.wash.until
	}

	/// The same without those purchases.
	pub(crate) fn without_trades(&self) -> Self {
		Self {
			wash: Pattern::NEVER,
			..*self
		}
	}

	/// A seeded strategy that this party can follow.
	pub(crate) fn random(seed: u64, party: Party) -> Self {
		let mut coin = Coin(seed ^ 0x5eed);
		let mut pattern = || {
			let period = 1 + (coin.unit() * 14.0) as usize;
			let from = (coin.unit() * 20.0) as usize;
			Pattern {
				from,
				until: from + 5 + (coin.unit() * DAYS as f64) as usize,
				period,
				on: 1 + (coin.unit() * period as f64) as usize,
				coin: [None, Some(true), Some(false)][(coin.unit() * 3.0) as usize],
			}
		};
		let (mut wash, mut refuse) = (pattern(), pattern());
		if party.owner == 0.0 && coin.unit() < 0.5 {
			wash = Pattern::NEVER;
		}
		if party.tenant == 0.0 {
			refuse = Pattern::NEVER;
		}
		Self {
			wash,
			wash_share: 0.02 + 0.5 * coin.unit().powi(2),
			wash_late: coin.unit() < 0.6,
			refuse,
			refuse_below: [0.05, 0.1, 0.2, 0.5, 1.0, f64::INFINITY][(coin.unit() * 6.0) as usize],
		}
	}
}

/// A pool and its demand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
	/// GPUs offered.
	pub(crate) gpus: u32,
	/// Demand at price zero over stock.
	pub(crate) ratio: f64,
	/// True scale over the governed one: what has to be learned.
	pub(crate) start: f64,
	/// Seed of the demand and the coins.
	pub(crate) seed: u64,
}

/// Parameters and state of one hour on sale.
struct Sale {
	immediate: f64,
	per_hour: f64,
	scale: f64,
	left: f64,
}

impl Sale {
	fn demand(&self, lead: f64) -> f64 {
		self.immediate + self.per_hour * lead
	}

	fn cost(&self, lead: f64, units: f64) -> f64 {
		let demand = self.demand(lead);
		let floor = demand / std::f64::consts::E;
		let area = |x: f64| {
			if x < floor {
				x * (1.0 + (demand / x).ln())
			} else {
				x + floor
			}
		};
		let stock = self.left + DELTA as f64;
		self.scale * (area(stock) - area(stock - units))
	}

	fn implied(&self, lead: f64, units: f64) -> f64 {
		let demand = self.demand(lead);
		let floor = demand / std::f64::consts::E;
		let stock = self.left + DELTA as f64;
		let rest = stock - units;
		let on_floor = std::f64::consts::E * (stock - rest.max(floor)).max(0.0);
		let above = if rest < floor {
			demand * (stock.min(floor) / rest).ln()
		} else {
			0.0
		};
		on_floor + above
	}
}

/// What the hours of one day are sold with.
#[derive(Clone, Copy)]
pub(crate) struct Page {
	scales_q16: [u32; HOURS],
	price: f64,
	raised: bool,
}

impl World {
	/// Units of demand at price zero in one hour.
	fn demand(&self) -> f64 {
		f64::from(self.gpus) * ORDER * self.ratio
	}

	/// What the party gains over all days, and what each page was sold with. With `frozen`, pages
	/// take theirs from there: nothing that the party does moves them.
	pub(crate) fn profit(
		&self,
		party: Party,
		strategy: &Strategy,
		frozen: Option<&[Page]>,
	) -> (f64, Vec<Page>) {
		let mut estimates = [DemandEstimate::default(); HOURS];
		let (mut price, mut trial) = (PriceScale::default(), PriceTrial::default());
		let mut pages: Vec<Page> = Vec::new();
		let mut evidence: Vec<[(HourObservation, f64); HOURS]> = Vec::new();
		let mut profit = 0.0;
		for day in 0..DAYS {
			if let Some(learned) = day.checked_sub(DELAY) {
				for (hour, (observation, earned)) in evidence[learned].iter().enumerate() {
					estimates[hour] = estimates[hour].observe(observation).expect("in range");
					let raised = pages[learned].raised;
					trial = trial
						.observe_hour(hour as u8, raised, *earned as u128, observation)
						.expect("in range");
				}
				(price, trial) = trial.close_day(&price).expect("in range");
			}
			while pages.len() <= day + HORIZON {
				pages.push(match frozen {
					Some(frozen) => frozen[pages.len()],
					None => self.page(pages.len(), &estimates, &price),
				});
			}
			let mut shown = [(HourObservation::default(), 0.0); HOURS];
			for (hour, entry) in shown.iter_mut().enumerate() {
				let (observation, earned, gained) =
					self.sell(day, hour, pages[day], party, strategy);
				*entry = (observation, earned);
				profit += gained;
			}
			evidence.push(shown);
		}
		(profit, pages)
	}

	/// The page of a day, as it opens.
	fn page(&self, day: usize, estimates: &[DemandEstimate; HOURS], price: &PriceScale) -> Page {
		let raised = Coin(self.seed ^ ((day as u64) << 20) ^ 0xc01).unit() < 0.5;
		let dithered = price
			.unit_price_up(PLANCK)
			.and_then(|price| dithered_up(price, raised))
			.expect("in range");
		Page {
			scales_q16: estimates.map(|estimate| estimate.scale_q16()),
			price: dithered as f64 / PLANCK as f64,
			raised,
		}
	}

	/// One hour on sale: evidence, revenue, and what the party gained.
	fn sell(
		&self,
		day: usize,
		hour: usize,
		page: Page,
		party: Party,
		strategy: &Strategy,
	) -> (HourObservation, f64, f64) {
		let governed = self.demand() / self.start;
		let (immediate, per_hour) = ((governed * 0.02) as u64, (governed * 0.98 / LEAD) as u64);
		let offered = f64::from(self.gpus) * ORDER;
		let mut sale = Sale {
			immediate: page_immediate_up(immediate, page.scales_q16[hour]).expect("in range")
				as f64,
			per_hour: page_per_hour_up(per_hour, page.scales_q16[hour]).expect("in range") as f64,
			scale: page.price,
			left: offered,
		};
		let anchored = |lead: f64| (immediate as f64 + per_hour as f64 * lead) as u64;
		let (mut implied, mut unmet, mut revenue, mut gained) = (0.0, 0, 0.0, 0.0);
		let mut buy = |sale: &mut Sale, lead: f64, units: f64| {
			let cost = sale.cost(lead, units);
			implied += sale.implied(lead, units);
			sale.left -= units;
			revenue += cost;
			if sale.left < 100.0 {
				unmet = anchored(lead);
			}
			cost
		};
		let wash = |sale: &Sale| (offered * strategy.wash_share).min(sale.left).floor();
		let washes = strategy.wash.holds(day, page.raised);
		if washes && !strategy.wash_late {
			let units = wash(&sale);
			gained -= buy(&mut sale, LEAD, units);
		}
		let mut coin = Coin(self.seed ^ ((day * HOURS + hour) as u64 * 0x1_0000_0001));
		let mut to_come = self.demand();
		loop {
			to_come -= coin.exponential() * ORDER;
			let (reservation, mine) = (coin.exponential(), coin.unit() < party.tenant);
			if to_come < 0.0 {
				break;
			}
			let lead = LEAD * (to_come / self.demand() - 0.02).max(0.0) / 0.98;
			if sale.left < ORDER {
				continue;
			}
			let surplus = reservation - sale.cost(lead, ORDER) / ORDER;
			let refuses =
				mine && strategy.refuse.holds(day, page.raised) && surplus < strategy.refuse_below;
			if surplus < 0.0 || refuses {
				continue;
			}
			let cost = buy(&mut sale, lead, ORDER);
			if mine {
				gained += reservation * ORDER - cost;
			}
		}
		if washes && strategy.wash_late {
			let units = wash(&sale);
			gained -= buy(&mut sale, 1.0 / 6.0, units);
		}
		let sold = offered - sale.left;
		gained += revenue * party.owner * (1.0 - FEE);
		// Nine more owners share the rest.
		let tenth = sold / 10.0;
		let others = 9.0 * ((1.0 - party.owner) / 9.0 * sold).min(tenth);
		let observation = HourObservation {
			expected: anchored(LEAD),
			unmet,
			implied: implied as u64,
			sold: sold as u32,
			counted: (others + (party.owner * sold).min(tenth)) as u32,
			owners: 10,
			offered: offered as u32,
		};
		(observation, revenue, gained)
	}
}
