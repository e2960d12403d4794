//! What a stranger may do, and why. A call that is not in here fails the test when it succeeds: think
//! about what it lets an enemy do before listing it.

/// Calls that may succeed for an account that owns nothing but money.
pub(crate) const OPEN_CALLS: &[(&str, &str)] = &[
	// Store nothing, or a hash until the next block, and pay for their bytes.
	("System", "remark"),
	("System", "remark_with_event"),
	// Move or burn money of the caller.
	("Balances", "transfer_allow_death"),
	("Balances", "transfer_keep_alive"),
	("Balances", "transfer_all"),
	("Balances", "burn"),
	("Assets", "transfer"),
	("Assets", "transfer_keep_alive"),
	("Assets", "transfer_all"),
	("Nfts", "pay_tips"),
	// Rewrites accounts of an older format; moves nothing.
	("Balances", "upgrade_accounts"),
	// Lets another spend money of the caller, for a deposit.
	("Assets", "approve_transfer"),
	// Opens an empty account of another, for a deposit.
	("Assets", "touch_other"),
	// To mint or move nothing is accepted before anybody asks who the issuer is.
	("Assets", "mint"),
	("Assets", "force_transfer"),
	// Makes a collection of the caller, for a deposit.
	("Nfts", "create"),
	// Says which collection the caller would take: one entry an account.
	("Nfts", "set_accept_ownership"),
	// Make other calls in the name of the caller, or of an account that is his.
	("Utility", "batch"),
	("Utility", "batch_all"),
	("Utility", "force_batch"),
	("Utility", "if_else"),
	("Utility", "as_derivative"),
	// Say who may speak for the caller, for a deposit.
	("Proxy", "add_proxy"),
	("Proxy", "remove_proxies"),
	("Proxy", "create_pure"),
	("Proxy", "poke_deposit"),
	// Holds money of the caller for hours at their price.
	("HourMarket", "buy"),
	("HourMarket", "buy_cheapest"),
	// Gives unserved units away by a draw that the caller can't repeat.
	("Contracts", "assign"),
	// Slashes a bond for a miss whose money window is over; the tenant gets his part.
	("Contracts", "settle_missed"),
	// Refunds a tenant what nobody served.
	("Contracts", "refund_unserved"),
	// Pays an account what it is owed.
	("Positions", "claim"),
	// Brings what a device weighs up to date; anybody may, and its owner is paid.
	("Pogcs", "refresh"),
	// Carries a receipt of somebody else, as gateways do; it pays the holder of the position.
	("Receipts", "submit_receipts"),
];

/// Calls that succeed without a signature when something inside the chain makes them; a transaction
/// without a signature never reaches them.
pub(crate) const UNSIGNED_CALLS: &[(&str, &str)] = &[("System", "remark")];

/// Calls that take GHR from a device owner who owes it, and burn a part.
pub(crate) const SLASH: &[(&str, &str)] = &[("Contracts", "settle_missed")];

/// Calls that move GCD held for a contract to who earned it, and burn the fee.
pub(crate) const PAY_FROM_HOLDS: &[(&str, &str)] = &[("Receipts", "submit_receipts")];

/// Calls that earn whoever settles for others a reward from the deposit that the tenant made for it.
pub(crate) const REWARDED: &[(&str, &str)] = &[
	("Contracts", "settle_missed"),
	("Contracts", "refund_unserved"),
];

/// Calls that burn GHR of the caller.
pub(crate) const BURN_GHR: &[(&str, &str)] = &[("Balances", "burn")];

/// Calls that can leave the caller without money.
pub(crate) const SPEND_ALL: &[(&str, &str)] = &[
	("Balances", "transfer_all"),
	("Balances", "transfer_allow_death"),
	("Balances", "transfer_keep_alive"),
	("Balances", "burn"),
	("Assets", "transfer_all"),
];
