use super::*;

const SMALLEST: &str = "chain_spec = \"c.json\"\ndata_dir = \"d\"\nkey = \"file:k.toml\"\n";

fn parse(text: &str, variables: &[(&str, &str)]) -> Result<Settings, toml::de::Error> {
	let variables = variables
		.iter()
		.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
	Settings::parse(text, variables)
}

#[test]
fn three_settings_are_enough() {
	let settings = parse(SMALLEST, &[]).unwrap();
	assert!(settings.check().is_ok());
	assert_eq!(
		(settings.clock_tolerance_s, settings.jitter_ms),
		(600, 2_000)
	);
	assert_eq!(settings.meter.source, MeterKind::ClearSky);
	assert!(settings.offer.is_none() && settings.device().is_none());
}

#[test]
fn example_in_the_readme_is_valid() {
	let readme = include_str!("../README.md");
	let example = readme
		.split("```toml\n")
		.nth(1)
		.and_then(|rest| rest.split("```").next());
	let settings = parse(example.expect("an example"), &[]).unwrap();
	assert!(settings.check().is_ok());
	assert_eq!(settings.offer.unwrap().template().peak(), MilliGpu(2_000));
}

#[test]
fn unknown_names_are_refused_with_their_line() {
	let error = parse(&format!("{SMALLEST}jiter_ms = 3\n"), &[])
		.unwrap_err()
		.to_string();
	assert!(
		error.contains("jiter_ms") && error.contains("line 4"),
		"{error}"
	);
	assert!(parse(&format!("{SMALLEST}[meter]\nsource = \"moon\"\n"), &[]).is_err());
}

#[test]
fn variables_override_the_file() {
	let settings = parse(
		SMALLEST,
		&[
			("GREENHOUR_DEVICE__METER__NAMEPLATE_W", "7"),
			("GREENHOUR_DEVICE__DATA_DIR", "/elsewhere"),
			("GREENHOUR_DEVICE__OFFER__UNITS", "500"),
			("UNRELATED", "x"),
		],
	)
	.unwrap();
	assert_eq!(settings.meter.nameplate_w, 7);
	assert_eq!(settings.data_dir, PathBuf::from("/elsewhere"));
	assert_eq!(
		settings.offer.unwrap().template(),
		Template::flat(MilliGpu(500))
	);
	assert!(parse(
		SMALLEST,
		&[("GREENHOUR_DEVICE__METER__NAMEPLATE_W", "seven")]
	)
	.is_err());
}

#[test]
fn relative_paths_belong_to_the_folder_of_the_file() {
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("device.toml");
	fs::write(&path, SMALLEST).unwrap();
	let overrides = Overrides {
		data_dir: Some("there".into()),
		..Overrides::default()
	};
	let flagged = Settings::load(Some(&path), overrides).unwrap();
	assert_eq!(flagged.data_dir, PathBuf::from("there"));
	let settings = Settings::load(Some(&path), Overrides::default()).unwrap();
	assert_eq!(settings.chain_spec, folder.path().join("c.json"));
	assert_eq!(settings.key, KeyUri::File(folder.path().join("k.toml")));
	assert_eq!(
		settings.proving_keys(),
		folder.path().join("d/proving-keys")
	);
}

#[test]
fn flags_alone_are_enough_and_nothing_is_not() {
	let overrides = Overrides {
		chain_spec: Some("c.json".into()),
		data_dir: Some("d".into()),
		key: Some(KeyUri::Development("Alice".into())),
	};
	let settings = Settings::load(None, overrides).unwrap();
	assert_eq!(settings.chain_spec, PathBuf::from("c.json"));
	assert_eq!(settings.key, KeyUri::Development("Alice".into()));
	let missing = Settings::load(None, Overrides::default());
	assert!(matches!(missing, Err(SettingsError::Invalid { .. })));
}

#[test]
fn senseless_values_are_refused() {
	for lines in [
		"[meter]\nsource = \"csv\"",
		"[meter]\nutc_offset_hours = 15",
		"[meter]\nlatitude = 91.0",
		"[storage]\ninitial_wh = 20000",
		"[storage]\ninitial_wh = 5\ninitial_green_wh = 6",
		"[load]\nmargin_percent = 101",
		"[offer]\ndays = 3",
		"[offer]\nunits = 1\ndays = 0",
	] {
		let settings = parse(&format!("{SMALLEST}{lines}\n"), &[]).unwrap();
		assert!(
			matches!(settings.check(), Err(SettingsError::Senseless(_))),
			"{lines}"
		);
	}
}
