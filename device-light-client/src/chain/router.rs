//! The id map and the subscription map of one JSON-RPC connection.
//!
//! Pure: text goes in, text and answered channels come out, no network and no clock. The
//! adapter feeds it and carries its messages.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;
use subxt_rpcs::{Error as RpcError, UserError};
use tokio::sync::{mpsc, oneshot};

/// Where the answer to one request goes.
pub(super) type AnswerSender = oneshot::Sender<Result<Box<RawValue>, RpcError>>;
/// Where the answer to one request to subscribe goes.
pub(super) type SubscribedSender = oneshot::Sender<Result<Subscribed, RpcError>>;

/// An open subscription: its id and its notifications.
pub(super) struct Subscribed {
	/// Id given by the light client.
	pub(super) id: String,
	/// Notifications in order. Ends when the connection ends.
	pub(super) notifications: mpsc::UnboundedReceiver<Box<RawValue>>,
}

enum Pending {
	Answer(AnswerSender),
	Subscribe {
		answer: SubscribedSender,
		unsubscribe: String,
	},
	/// Answer to an unsubscription: nobody waits for it.
	Ignored,
}

struct Active {
	notify: mpsc::UnboundedSender<Box<RawValue>>,
	unsubscribe: String,
}

/// Matches answers and notifications with those who wait for them.
#[derive(Default)]
pub(super) struct Router {
	last_id: u64,
	pending: BTreeMap<u64, Pending>,
	active: BTreeMap<String, Active>,
}

#[derive(Deserialize)]
struct Incoming<'a> {
	id: Option<u64>,
	#[serde(borrow)]
	result: Option<&'a RawValue>,
	error: Option<UserError>,
	#[serde(borrow)]
	params: Option<NotificationParams<'a>>,
}

#[derive(Deserialize)]
struct NotificationParams<'a> {
	subscription: String,
	#[serde(borrow)]
	result: &'a RawValue,
}

impl Router {
	/// Returns the text of a request whose answer goes to `answer`.
	pub(super) fn request(
		&mut self,
		method: &str,
		params: Option<&RawValue>,
		answer: AnswerSender,
	) -> String {
		self.register(method, params, Pending::Answer(answer))
	}

	/// Returns the text of a request that opens a subscription, closed later by `unsubscribe`.
	pub(super) fn subscribe(
		&mut self,
		method: &str,
		params: Option<&RawValue>,
		unsubscribe: &str,
		answer: SubscribedSender,
	) -> String {
		let pending = Pending::Subscribe {
			answer,
			unsubscribe: unsubscribe.to_owned(),
		};
		self.register(method, params, pending)
	}

	/// Forgets a subscription and returns the text that closes it, `None` if it is not open.
	pub(super) fn unsubscribe(&mut self, subscription: &str) -> Option<String> {
		let active = self.active.remove(subscription)?;
		let params = serde_json::value::to_raw_value(&[subscription]).ok()?;
		Some(self.register(&active.unsubscribe, Some(&params), Pending::Ignored))
	}

	/// Takes one message of the light client and returns what has to be sent in reply, if
	/// anything: the closing of a subscription that nobody reads any more.
	pub(super) fn receive(&mut self, text: &str) -> Option<String> {
		let message: Incoming<'_> = match serde_json::from_str(text) {
			Ok(message) => message,
			Err(error) => {
				tracing::warn!(%error, "light client sent a message that is not JSON-RPC");
				return None;
			}
		};
		match (message.id, message.params) {
			(Some(id), _) => {
				let outcome = match (message.result, message.error) {
					(_, Some(error)) => Err(RpcError::User(error)),
					(Some(result), None) => Ok(result.to_owned()),
					(None, None) => Ok(RawValue::NULL.to_owned()),
				};
				self.answer(id, outcome)
			}
			(None, Some(params)) => self.notify(&params.subscription, params.result.to_owned()),
			(None, None) => {
				tracing::warn!(error = ?message.error, "light client refused a malformed request");
				None
			}
		}
	}

	/// Answers request `id` with an error made here, for requests that could not be sent.
	pub(super) fn fail(&mut self, id: u64, error: RpcError) {
		match self.pending.remove(&id) {
			Some(Pending::Answer(answer)) => drop(answer.send(Err(error))),
			Some(Pending::Subscribe { answer, .. }) => drop(answer.send(Err(error))),
			Some(Pending::Ignored) | None => {}
		}
	}

	/// Id of the request made last.
	pub(super) fn last_id(&self) -> u64 {
		self.last_id
	}

	/// How many requests wait for an answer, and how many subscriptions are open.
	#[cfg(test)]
	pub(super) fn load(&self) -> (usize, usize) {
		(self.pending.len(), self.active.len())
	}

	fn register(&mut self, method: &str, params: Option<&RawValue>, pending: Pending) -> String {
		self.last_id += 1;
		self.pending.insert(self.last_id, pending);
		let params = params.map_or("[]", RawValue::get);
		let method = serde_json::Value::from(method);
		format!(
			r#"{{"jsonrpc":"2.0","id":{},"method":{method},"params":{params}}}"#,
			self.last_id
		)
	}

	fn answer(&mut self, id: u64, outcome: Result<Box<RawValue>, RpcError>) -> Option<String> {
		match self.pending.remove(&id)? {
			Pending::Answer(answer) => drop(answer.send(outcome)),
			Pending::Ignored => {}
			Pending::Subscribe {
				answer,
				unsubscribe,
			} => {
				let id: String = match outcome.and_then(|raw| {
					serde_json::from_str(raw.get()).map_err(RpcError::Deserialization)
				}) {
					Ok(id) => id,
					Err(error) => {
						drop(answer.send(Err(error)));
						return None;
					}
				};
				let (notify, notifications) = mpsc::unbounded_channel();
				self.active.insert(
					id.clone(),
					Active {
						notify,
						unsubscribe,
					},
				);
				// The caller may have given up while the light client answered.
				if answer
					.send(Ok(Subscribed {
						id: id.clone(),
						notifications,
					}))
					.is_err()
				{
					return self.unsubscribe(&id);
				}
			}
		}
		None
	}

	fn notify(&mut self, subscription: &str, result: Box<RawValue>) -> Option<String> {
		let active = self.active.get(subscription)?;
		match active.notify.send(result) {
			Ok(()) => None,
			Err(_) => self.unsubscribe(subscription),
		}
	}
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	fn id_of(text: &str) -> u64 {
		serde_json::from_str::<serde_json::Value>(text).unwrap()["id"]
			.as_u64()
			.unwrap()
	}

	fn open(router: &mut Router, id: &str) -> Subscribed {
		let (send, mut receive) = oneshot::channel();
		let text = router.subscribe("a_follow", None, "a_unfollow", send);
		let answer = format!(
			r#"{{"jsonrpc":"2.0","id":{},"result":"{id}"}}"#,
			id_of(&text)
		);
		assert_eq!(router.receive(&answer), None);
		receive.try_recv().unwrap().ok().unwrap()
	}

	#[test]
	fn answers_reach_the_request_with_their_id_in_any_order() {
		let mut router = Router::default();
		let (send_a, mut a) = oneshot::channel();
		let (send_b, mut b) = oneshot::channel();
		let first = id_of(&router.request("m", None, send_a));
		let second = id_of(&router.request("m", None, send_b));
		router.receive(&format!(r#"{{"id":{second},"result":2}}"#));
		router.receive(&format!(r#"{{"id":{first},"result":1}}"#));
		assert_eq!(a.try_recv().unwrap().unwrap().get(), "1");
		assert_eq!(b.try_recv().unwrap().unwrap().get(), "2");
		assert_eq!(router.load(), (0, 0));
	}

	#[test]
	fn request_text_is_json_even_for_odd_method_names() {
		let (send, _keep) = oneshot::channel();
		let params = serde_json::value::to_raw_value(&("x", 1)).unwrap();
		let text = Router::default().request("a\"b", Some(&params), send);
		let value: serde_json::Value = serde_json::from_str(&text).unwrap();
		assert_eq!(value["method"], "a\"b");
		assert_eq!(value["params"], serde_json::json!(["x", 1]));
	}

	#[test]
	fn error_of_the_light_client_keeps_code_and_message() {
		let mut router = Router::default();
		let (send, mut receive) = oneshot::channel();
		let id = id_of(&router.request("m", None, send));
		router.receive(&format!(
			r#"{{"id":{id},"error":{{"code":-32801,"message":"gone"}}}}"#
		));
		match receive.try_recv().unwrap() {
			Err(RpcError::User(error)) => {
				assert_eq!((error.code, &*error.message), (-32801, "gone"))
			}
			other => panic!("expected a user error, got {other:?}"),
		}
	}

	#[test]
	fn notifications_reach_only_their_subscription() {
		let mut router = Router::default();
		let mut one = open(&mut router, "one");
		let mut two = open(&mut router, "two");
		router.receive(r#"{"method":"e","params":{"subscription":"two","result":{"a":1}}}"#);
		assert_eq!(two.notifications.try_recv().unwrap().get(), r#"{"a":1}"#);
		assert!(one.notifications.try_recv().is_err());
	}

	#[test]
	fn subscription_that_nobody_reads_is_closed_at_its_next_notification() {
		let mut router = Router::default();
		drop(open(&mut router, "one"));
		let close = router
			.receive(r#"{"method":"e","params":{"subscription":"one","result":0}}"#)
			.expect("closing request");
		assert!(close.contains("a_unfollow") && close.contains(r#"["one"]"#));
		assert_eq!(router.load().1, 0);
	}

	#[test]
	fn subscription_that_was_given_up_before_the_answer_is_closed() {
		let mut router = Router::default();
		let (send, receive) = oneshot::channel();
		let id = id_of(&router.subscribe("a_follow", None, "a_unfollow", send));
		drop(receive);
		let close = router
			.receive(&format!(r#"{{"id":{id},"result":"one"}}"#))
			.unwrap();
		assert!(close.contains("a_unfollow"));
	}

	#[test]
	fn refused_subscription_reports_the_error() {
		let mut router = Router::default();
		let (send, mut receive) = oneshot::channel();
		let id = id_of(&router.subscribe("a_follow", None, "a_unfollow", send));
		router.receive(&format!(
			r#"{{"id":{id},"error":{{"code":1,"message":"no"}}}}"#
		));
		assert!(matches!(
			receive.try_recv().unwrap(),
			Err(RpcError::User(_))
		));
		assert_eq!(router.load(), (0, 0));
	}

	proptest! {
		#[test]
		fn garbage_never_panics_nor_answers_anybody(text in ".{0,200}") {
			let mut router = Router::default();
			let (send, mut receive) = oneshot::channel();
			router.request("m", None, send);
			prop_assume!(!text.contains("\"id\":1"));
			router.receive(&text);
			prop_assert!(receive.try_recv().is_err());
		}

		#[test]
		fn every_request_is_answered_exactly_once(order in Just((1u64..=40).collect::<Vec<_>>()).prop_shuffle()) {
			let mut router = Router::default();
			let mut waiting = Vec::new();
			for _ in 0..order.len() {
				let (send, receive) = oneshot::channel();
				router.request("m", None, send);
				waiting.push(receive);
			}
			for id in order {
				// The second copy of an answer must be ignored.
				for _ in 0..2 {
					router.receive(&format!(r#"{{"id":{id},"result":{id}}}"#));
				}
			}
			for (index, receive) in waiting.iter_mut().enumerate() {
				let answer = receive.try_recv().unwrap().unwrap();
				prop_assert_eq!(answer.get(), (index + 1).to_string());
			}
		}
	}
}
