//! The simulator on made-up demand under a clear sky.

use greenhour_market_simulator::{
	demand::{
		orders::{mean_demand, orders},
		synthetic, trace, Task,
	},
	error::Error,
	figures::{flexible, known_demand, learned_demand, Effort},
	policy::{
		broker::Broker, constant_product::ConstantProduct, fixed::Fixed, linear_decay::LinearDecay,
		weights::Weights, Policy, Sale,
	},
	replay::{replay, Supply},
	solar,
};
use std::{fs, path::PathBuf};

/// A file of this test.
fn temporary(name: &str, text: &str) -> PathBuf {
	let path = std::env::temp_dir().join(format!("greenhour-market-{}-{name}", std::process::id()));
	fs::write(&path, text).expect("temporary file");
	path
}

fn task(created: f64, duration: f64, flexible: bool) -> Task {
	Task {
		created,
		duration,
		units: 1_000,
		flexible,
	}
}

fn sale(sold: u32, lead: f64) -> Sale {
	Sale {
		hour: 0,
		offered: 10_000,
		sold,
		lead,
		longest_lead: 100.0,
	}
}

#[test]
fn a_pod_list_becomes_tasks() {
	let path = temporary(
		"pods.csv",
		"name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,\
		 deletion_time,scheduled_time\n\
		 late,1,1,2,1000,,BE,Running,7200,10800,7200\n\
		 early,1,1,1,460,,LS,Running,3600,9000,3600\n\
		 none,1,1,0,0,,LS,Running,0,10,0\n\
		 waiting,1,1,1,1000,,LS,Pending,0,,\n",
	);
	let tasks = trace::load(&path).expect("a pod list");
	let early = Task {
		created: 1.0,
		duration: 1.5,
		units: 460,
		flexible: false,
	};
	let late = Task {
		units: 2_000,
		..task(2.0, 1.0, true)
	};
	assert_eq!(tasks, [early, late]);
	fs::remove_file(path).expect("own file");
}

#[test]
fn a_pod_list_without_gpus_or_with_other_columns_is_an_error() {
	let header = "num_gpu,gpu_milli,qos,creation_time,deletion_time\n";
	let path = temporary("empty.csv", header);
	assert!(matches!(trace::load(&path), Err(Error::Empty { .. })));
	fs::write(&path, "a,b\n1,2\n").expect("temporary file");
	assert!(matches!(trace::load(&path), Err(Error::Table { .. })));
	fs::remove_file(path).expect("own file");
}

#[test]
fn half_hours_of_irradiance_become_hours() {
	let mut text = String::from(",Hour,Minute,GHI\n");
	for half in 0..48 {
		text += &format!("{half},{},{},{}\n", half / 2, half % 2 * 30, half * 10);
	}
	let path = temporary("sun.csv", &text);
	let hours = solar::load(&path).expect("a day");
	assert_eq!(hours.len(), 24);
	// (20 + 30) / 2.
	assert_eq!(hours[1], 25.0);
	fs::remove_file(path).expect("own file");
}

#[test]
fn a_clear_sky_is_dark_at_night_and_brightest_at_noon_in_june() {
	let sky = solar::clear_sky();
	let june = 171 * 24;
	assert_eq!(sky[june], 0.0);
	let noon = sky[june + 12];
	assert!(noon > 900.0 && noon < 1_100.0, "{noon}");
	// The longest day is found to a day or two, in which noon hardly changes.
	assert!(sky.iter().all(|ghi| *ghi <= noon * 1.001));
}

#[test]
fn a_task_orders_the_hours_still_on_sale_and_later_days_when_they_open() {
	// Created ten minutes before 13:00, when the sale of that hour has just closed; ten days long.
	let tasks = [task(12.9, 240.0, false)];
	let orders = orders(&tasks, 0..30 * 24, 1, true);
	assert_eq!(orders[0].hours, 14..24);
	let total: usize = orders.iter().map(|order| order.count).sum();
	assert_eq!(total, 240);
	// Day 8 opens when day 1 begins.
	let later = orders.iter().find(|order| order.hours.contains(&(8 * 24)));
	assert_eq!(later.expect("day 8 is wanted").time, 24.0);
}

#[test]
fn a_flexible_task_takes_the_cheapest_hours() {
	// A price that falls with the lead: the last hours of the window are dearest.
	struct Dear;
	impl Policy for Dear {
		fn cost(&self, sale: &Sale, _units: u32) -> f64 {
			1e-6 * sale.hour as f64
		}
	}
	let orders = orders(&[task(1.5, 2.0, true)], 0..48, 1, true);
	assert_eq!((orders[0].hours.clone(), orders[0].count), (2..28, 2));
	let supply = Supply {
		units: vec![1_000; 48],
		span: 0..48,
	};
	let outcome = replay(&orders, &supply, &mut Dear);
	let used: Vec<usize> = (0..48)
		.filter(|hour| outcome.hours[*hour].sold > 0)
		.collect();
	assert_eq!(used, [2, 3]);
}

#[test]
fn no_hour_sells_more_than_is_offered() {
	let tasks = synthetic::tasks(3);
	let orders = orders(&tasks, 0..20 * 24, 3, true);
	let mean = mean_demand(&orders, &(0..20 * 24));
	let supply = Supply {
		units: vec![(mean / 4.0) as u32; 20 * 24],
		span: 0..20 * 24,
	};
	let outcome = replay(&orders, &supply, &mut Fixed { price: 0.05 });
	assert!(outcome.hours.iter().all(|hour| hour.sold <= hour.offered));
	assert!(outcome.utilisation(&(24..19 * 24)) > 0.9);
}

#[test]
fn policies_price_as_their_models_do() {
	assert_eq!(Fixed { price: 1.5 }.cost(&sale(0, 50.0), 100), 150.0);
	let line = LinearDecay {
		first: 4.0,
		last: 0.0,
	};
	assert_eq!(line.cost(&sale(0, 25.0), 100), 100.0);
	// k = 1 * 10,000^2; half of the units cost 20,000 - 10,000.
	let product = ConstantProduct { price: 1.0 };
	assert!((product.cost(&sale(0, 50.0), 5_000) - 10_000.0).abs() < 1e-6);
	assert_eq!(product.cost(&sale(0, 50.0), 10_000), f64::INFINITY);
	// A hundred times the floor, ten times at half-time, once at the end.
	let broker = Broker::new(0.5, false, 1);
	for (lead, price) in [(100.0, 50.0), (50.0, 5.0), (0.0, 0.5)] {
		assert!((broker.cost(&sale(0, lead), 1) - price).abs() < 1e-9);
	}
	// A small order of an untouched pool costs its spot price, at both ends.
	let weights = Weights::new(2.0, 0.5, 0.3, 1);
	for (lead, price) in [(100.0, 2.0), (0.0, 0.5)] {
		let spot = weights.cost(&sale(0, lead), 1);
		assert!((spot / price - 1.0).abs() < 1e-3, "{spot} for {price}");
	}
}

#[test]
fn a_broker_takes_its_floor_from_the_last_sale() {
	let mut broker = Broker::new(1.0, true, 25);
	let first = Sale {
		hour: 0,
		..sale(0, 50.0)
	};
	broker.open(&first);
	broker.sell(&first, 1_000, 10_000.0);
	broker.learn(0);
	let next = Sale {
		hour: 24,
		..sale(0, 0.0)
	};
	broker.open(&next);
	assert!((broker.cost(&next, 1) - 1.0).abs() < 1e-9);
}

#[test]
fn learned_demand_is_measured_on_made_up_tasks_and_refused_on_too_few_days() {
	let tasks = synthetic::tasks(1);
	let irradiance = solar::clear_sky();
	let scenario = |end_day| learned_demand::Scenario {
		name: "made-up demand",
		tasks: &tasks,
		irradiance: &irradiance,
		end_day,
	};
	let refused = learned_demand::cells(&scenario(59), Effort::Quick, 1);
	assert!(matches!(refused, Err(Error::TooFewDays { days: 59, .. })));
	let cells =
		learned_demand::cells(&scenario(synthetic::DAYS - 1), Effort::Quick, 1).expect("75 days");
	let rows = learned_demand::rows(&cells, "made-up demand");
	assert!(rows.iter().all(|row| row.value.is_finite()), "{rows:?}");
	// What is learned is worth more than what was believed.
	let percent = |policy: &str| {
		let of = |cell: &learned_demand::Cell| {
			let share = cell.policies.iter().find(|share| share.policy == policy);
			share.expect("a policy").percent
		};
		cells.iter().map(of).fold(f64::INFINITY, f64::min)
	};
	let learned = percent("ours, demand x 4, price x 0.9");
	assert!(learned > percent("demand x 4, nothing learned") + 2.0);
	assert!(learned > 85.0, "{learned}");
}

#[test]
fn the_figures_are_the_same_for_the_same_seed() {
	let tasks = synthetic::tasks(1);
	let irradiance = solar::clear_sky();
	let scenario = learned_demand::Scenario {
		name: "made-up demand",
		tasks: &tasks,
		irradiance: &irradiance,
		end_day: synthetic::DAYS,
	};
	let run = || {
		let comparison = flexible::compare(&scenario, Effort::Quick, 5);
		let mut rows = known_demand::rows(&known_demand::cells(Effort::Quick, 5));
		rows.extend(flexible::rows(&comparison));
		rows
	};
	let rows = run();
	assert_eq!(rows, run());
	// Ours reaches its target in the cells of a quick run, and nothing else is better.
	assert!(rows[0].ok);
	assert!(rows[1..6].iter().all(|row| row.value < rows[0].value));
	// Water-filling places more of the flexible jobs where the sun shines.
	assert!(rows[6].value > rows[7].value + 10.0, "{rows:?}");
}
