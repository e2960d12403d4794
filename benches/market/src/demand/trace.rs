//! Tasks of the public `openb` pod list (alibaba/clusterdata, `cluster-trace-gpu-v2023`; Q. Weng et
//! al., USENIX ATC 2023).

use super::Task;
use crate::error::Error;
use serde::Deserialize;
use std::path::Path;

/// The columns that count here; times are in seconds.
#[derive(Debug, Deserialize)]
struct Pod {
	num_gpu: u32,
	gpu_milli: Option<u32>,
	qos: String,
	creation_time: f64,
	deletion_time: Option<f64>,
}

/// The tasks that used GPUs, by time of creation.
///
/// Tasks of more than one GPU use whole ones. Best-effort tasks (`BE`) are flexible.
///
/// **Errors** `Table`: the file is no pod list. `Empty`: no task used a GPU.
pub fn load(path: &Path) -> Result<Vec<Task>, Error> {
	let table = |source| Error::Table {
		path: path.into(),
		source,
	};
	let mut reader = csv::Reader::from_path(path).map_err(table)?;
	let mut tasks = Vec::new();
	for pod in reader.deserialize::<Pod>() {
		let pod = pod.map_err(table)?;
		let units = match pod.num_gpu {
			0 => continue,
			1 => pod.gpu_milli.unwrap_or(1_000),
			many => many.saturating_mul(1_000),
		};
		let duration = pod.deletion_time.unwrap_or_default() - pod.creation_time;
		if units == 0 || duration <= 0.0 {
			continue;
		}
		tasks.push(Task {
			created: pod.creation_time / 3_600.0,
			duration: duration / 3_600.0,
			units,
			flexible: pod.qos == "BE",
		});
	}
	if tasks.is_empty() {
		return Err(Error::Empty {
			path: path.into(),
			what: "no task used a GPU",
		});
	}
	tasks.sort_by(|a, b| a.created.total_cmp(&b.created));
	Ok(tasks)
}
