use std::path::PathBuf;

use proptest::prelude::*;

use super::*;

const PLACEMENT: Placement = Placement {
	utc_offset_hours: 0,
	first_day: 0,
	nameplate_w: 1_000,
};

/// A trace of `days` days at `step` minutes with irradiance 100 in hour 1, 200 in hour 2 and so on.
fn trace(days: u32, step: u32) -> String {
	let mut text = String::from("Year,Month,Day,Hour,Minute,DNI,GHI,Wind Speed\n");
	for day in 0..days {
		for minute in (0..1_440).step_by(step as usize) {
			let (hour, minute) = (minute / 60, minute % 60);
			let ghi = 10 * hour;
			text += &format!("2017,1,{},{hour},{minute},0.0,{ghi}.0,1.5\n", day + 1);
		}
	}
	text
}

fn load(text: &str) -> Result<CsvReplay, MeterError> {
	let folder = tempfile::tempdir().unwrap();
	let file = folder.path().join("sun.csv");
	fs::write(&file, text).unwrap();
	CsvReplay::load(&file, PLACEMENT)
}

#[test]
fn hour_of_the_trace_becomes_energy_of_the_array() {
	for step in STEPS {
		let replay = load(&trace(2, step)).unwrap();
		assert_eq!(replay.days(), 2);
		// 120 Wh/m2 in hour 12; 0.8 of it per kWp.
		assert_eq!(replay.production(Hour(12)), WattHours(96), "step {step}");
		assert_eq!(
			replay.production(Hour(48 + 12)),
			WattHours(96),
			"wraps around"
		);
		assert_eq!(replay.production(Hour(0)), WattHours(0));
	}
}

#[test]
fn header_may_follow_two_lines_about_the_site() {
	let text = format!("Source,Location ID\nNSRDB,145809\n{}", trace(1, 30));
	assert_eq!(load(&text).unwrap().days(), 1);
}

#[test]
fn offset_and_first_day_shift_the_trace() {
	let folder = tempfile::tempdir().unwrap();
	let file = folder.path().join("sun.csv");
	fs::write(&file, trace(3, 60)).unwrap();
	let placement = Placement {
		utc_offset_hours: -12,
		first_day: 1,
		..PLACEMENT
	};
	let replay = CsvReplay::load(&file, placement).unwrap();
	assert_eq!(
		replay.production(Hour(24)),
		WattHours(96),
		"market midnight is noon"
	);
	let late = Placement {
		first_day: 3,
		..placement
	};
	assert!(matches!(
		CsvReplay::load(&file, late),
		Err(MeterError::FirstDay { days: 3, .. })
	));
}

#[test]
fn line_cut_in_the_middle_is_named() {
	let mut text = trace(1, 30);
	text.truncate(text.len() - 12);
	match load(&text) {
		Err(MeterError::FieldCount {
			line: 49,
			expected: 8,
			file,
			..
		}) => assert_eq!(file.file_name(), PathBuf::from("sun.csv").file_name()),
		other => panic!("{other:?}"),
	}
}

#[test]
fn file_cut_between_two_lines_is_truncated() {
	let text = trace(2, 30);
	let kept: Vec<&str> = text.lines().take(1 + 48 + 10).collect();
	let error = load(&kept.join("\n")).unwrap_err();
	assert!(matches!(
		error,
		MeterError::Truncated {
			line: 59,
			rows: 10,
			expected: 48,
			..
		}
	));
	assert!(error.to_string().contains("sun.csv:59"));
}

#[test]
fn missing_line_is_a_gap() {
	let text = trace(1, 30);
	let kept: Vec<&str> = text
		.lines()
		.enumerate()
		.filter(|(index, _)| *index != 20)
		.map(|(_, line)| line)
		.collect();
	assert!(matches!(
		load(&kept.join("\n")),
		Err(MeterError::Gap {
			line: 21,
			step: 30,
			..
		})
	));
}

#[test]
fn negative_wrong_or_missing_irradiance_is_refused_with_its_line() {
	for bad in ["-1.0", "9000", "NaN", "", "dark"] {
		let text = trace(1, 60).replacen(",30.0,", &format!(",{bad},"), 1);
		let error = load(&text).unwrap_err();
		assert!(
			matches!(
				error,
				MeterError::BadField {
					line: 5,
					column: "GHI",
					..
				}
			),
			"{error}"
		);
	}
}

#[test]
fn file_without_header_or_rows_is_refused() {
	assert!(matches!(load(""), Err(MeterError::NoHeader { .. })));
	assert!(matches!(
		load("a,b\n1,2\n3,4\n5,6\n"),
		Err(MeterError::NoHeader { .. })
	));
	let header = "Year,Month,Day,Hour,Minute,GHI\n";
	assert!(matches!(
		load(header),
		Err(MeterError::Truncated { rows: 0, .. })
	));
	let missing = CsvReplay::load(Path::new("/nowhere.csv"), PLACEMENT);
	assert!(matches!(missing, Err(MeterError::Unreadable { .. })));
}

#[test]
fn real_trace_is_read_when_it_is_there() {
	let Some(folder) = std::env::var_os("GREENHOUR_TRACES") else {
		println!("skipped: GREENHOUR_TRACES is not set");
		return;
	};
	let folder = PathBuf::from(folder).join("solar");
	let year = CsvReplay::load(&folder.join("nsrdb_psm3_2017_30min.csv"), PLACEMENT).unwrap();
	assert_eq!(year.days(), 365);
	let total: u64 = (0..365 * 24)
		.map(|hour| year.production(Hour(hour)).0)
		.sum();
	// A sunny site gives 1,200 to 1,700 kWh a year for each kWp.
	assert!((1_200_000..1_700_000).contains(&total), "{total} Wh");
	let day = CsvReplay::load(&folder.join("nsrdb_psm3_2019-01-01_5min.csv"), PLACEMENT).unwrap();
	assert_eq!(day.days(), 1);
}

proptest! {
	#[test]
	fn garbage_is_refused_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
		let trace = Trace::new(Path::new("garbage.csv")).read(&bytes);
		prop_assert!(trace.is_err());
	}

	#[test]
	fn any_cut_is_noticed(cut in 1usize..3_000) {
		let text = trace(2, 30);
		let keep = text.len().saturating_sub(cut);
		// The end of a line is no cut, and the last day may be cut off whole.
		let day = trace(1, 30).len();
		prop_assume!(keep != text.len() && keep != day && keep + 1 != text.len() && keep + 1 != day);
		// What is left of the last field of the last line can't be told from a whole one.
		prop_assume!(text.as_bytes()[..keep].iter().rev().take(4).all(|byte| *byte != b','));
		let whole_day = keep.abs_diff(day) <= 4 || keep.abs_diff(text.len()) <= 4;
		prop_assume!(!whole_day);
		prop_assert!(load(&text[..keep]).is_err());
	}
}
