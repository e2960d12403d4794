//! Price of one order.
#![allow(missing_docs, reason = "criterion's macros make public items")]

use criterion::{criterion_group, criterion_main, Criterion};
use greenhour_math::{HourCurve, HourState};
use std::hint::black_box;

fn hour_curve(criterion: &mut Criterion) {
	let state = HourState {
		units_left: 40_000,
		demand: 900_000,
		unit_price: 250,
	};
	let mut group = criterion.benchmark_group("hour_curve");
	group.bench_function("cost_up", |bencher| {
		bencher.iter(|| HourCurve::new(black_box(state)).and_then(|c| c.cost_up(black_box(1_234))));
	});
	group.bench_function("price_at_up", |bencher| {
		bencher.iter(|| HourCurve::new(black_box(state)).and_then(|c| c.price_at_up(1_000)));
	});
	group.finish();
}

criterion_group!(benches, hour_curve);
criterion_main!(benches);
