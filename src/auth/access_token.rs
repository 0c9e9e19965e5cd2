//! Access tokens: signed, short-lived, checked without the database (JWT as in RFC 9068, HS256 only).

use std::collections::HashSet;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use super::secret::MasterSecret;
use crate::model::ids::{AccountId, SessionId};
use crate::model::time::Timestamp;

/// How long an access token is good for, in seconds.
pub const ACCESS_TOKEN_SECONDS: i64 = 600;

/// How far ahead the clock of the node that issued a token may be, in seconds.
const CLOCK_SKEW_SECONDS: i64 = 60;
const AUDIENCE: &str = "postil-api";
const HEADER_TYPE: &str = "at+jwt";
const CLAIM_TYPE: &str = "access";

/// Whose token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claims {
    pub account: AccountId,
    pub session: SessionId,
}

/// Malformed, signed by somebody else, for something else, or over: the answer is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the access token is not valid or no longer valid; get a new one with the refresh token or sign in again")]
pub struct InvalidToken;

/// The library could not sign. HS256 with a key of 32 bytes gives it no reason to.
#[derive(Debug, thiserror::Error)]
#[error("an access token could not be signed: {0}")]
pub struct SigningFailed(#[from] jsonwebtoken::errors::Error);

/// The claims as they are written; each has to be there.
#[derive(Serialize, Deserialize)]
struct Payload {
    iss: String,
    aud: String,
    sub: AccountId,
    sid: SessionId,
    exp: i64,
    iat: i64,
    typ: String,
}

/// Issues access tokens and checks them.
#[derive(Clone)]
pub struct AccessTokens {
    signing: EncodingKey,
    verifying: DecodingKey,
    validation: Validation,
    issuer: String,
}

impl AccessTokens {
    /// `issuer` is the address of this installation; a token of another one is refused even if the secret is the same.
    pub fn new(secret: &MasterSecret, issuer: String) -> Self {
        let key = secret.derive("access_token");
        Self {
            signing: EncodingKey::from_secret(&key),
            verifying: DecodingKey::from_secret(&key),
            validation: validation(&issuer),
            issuer,
        }
    }

    /// Errors: the signature could not be made.
    pub fn issue(&self, account: AccountId, session: SessionId, now: Timestamp) -> Result<String, SigningFailed> {
        let header = Header { typ: Some(HEADER_TYPE.to_owned()), ..Header::new(Algorithm::HS256) };
        let payload = Payload {
            iss: self.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            sub: account,
            sid: session,
            exp: now.seconds() + ACCESS_TOKEN_SECONDS,
            iat: now.seconds(),
            typ: CLAIM_TYPE.to_owned(),
        };
        Ok(encode(&header, &payload, &self.signing)?)
    }

    /// Errors: anything but a token of this installation that is good at `now`.
    pub fn check(&self, token: &str, now: Timestamp) -> Result<Claims, InvalidToken> {
        let token = decode::<Payload>(token, &self.verifying, &self.validation).map_err(|_| InvalidToken)?;
        let Payload { sub, sid, exp, iat, typ, .. } = token.claims;
        let right_type = token.header.typ.as_deref() == Some(HEADER_TYPE) && typ == CLAIM_TYPE;
        let right_time = now.seconds() < exp && iat <= now.seconds() + CLOCK_SKEW_SECONDS;
        if right_type && right_time { Ok(Claims { account: sub, session: sid }) } else { Err(InvalidToken) }
    }
}

/// The library's own look at `exp` is off because it reads the system's clock; `check` compares with the time given.
fn validation(issuer: &str) -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.required_spec_claims = HashSet::from(["exp", "iss", "aud", "sub"].map(str::to_owned));
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[AUDIENCE]);
    validation
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use crate::model::time::SECOND;

    const NOW: Timestamp = Timestamp::from_micros(1_790_000_000_000_000);

    fn secret() -> MasterSecret {
        MasterSecret::parse("the secret of the tests, long enough").expect("a secret")
    }

    fn tokens() -> AccessTokens {
        AccessTokens::new(&secret(), "https://comments.example".to_owned())
    }

    fn issued() -> String {
        tokens().issue(AccountId::from(7), SessionId::from(9), NOW).expect("a token")
    }

    fn payload() -> Value {
        let now = NOW.seconds();
        json!({
            "iss": "https://comments.example", "aud": "postil-api", "sub": "7", "sid": "9",
            "exp": now + 600, "iat": now, "typ": "access",
        })
    }

    fn signed_with(algorithm: Algorithm, typ: Option<&str>, payload: &Value, key: &[u8]) -> String {
        let header = Header { typ: typ.map(str::to_owned), ..Header::new(algorithm) };
        encode(&header, payload, &EncodingKey::from_secret(key)).expect("a token")
    }

    fn signed(payload: &Value) -> String {
        signed_with(Algorithm::HS256, Some("at+jwt"), payload, &secret().derive("access_token"))
    }

    fn refused(token: &str) -> bool {
        tokens().check(token, NOW) == Err(InvalidToken)
    }

    #[test]
    fn a_token_names_its_account_and_session_until_it_is_over() {
        let expected = Claims { account: AccountId::from(7), session: SessionId::from(9) };
        let token = issued();
        assert_eq!(tokens().check(&token, NOW), Ok(expected));
        assert_eq!(tokens().check(&token, NOW.plus(599 * SECOND)), Ok(expected));
        assert_eq!(tokens().check(&token, NOW.plus(600 * SECOND)), Err(InvalidToken));
        assert_eq!(tokens().check(&signed(&payload()), NOW), Ok(expected));
    }

    #[test]
    fn a_clock_ahead_is_forgiven_for_a_minute() {
        assert!(tokens().check(&issued(), NOW.plus(-60 * SECOND)).is_ok());
        assert!(tokens().check(&issued(), NOW.plus(-61 * SECOND)).is_err());
    }

    #[test]
    fn only_hs256_is_taken() {
        let key = secret().derive("access_token");
        for algorithm in [Algorithm::HS384, Algorithm::HS512] {
            assert!(refused(&signed_with(algorithm, Some("at+jwt"), &payload(), &key)), "{algorithm:?}");
        }
        let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let genuine = issued();
        let signature = genuine.rsplit('.').next().unwrap_or_default();
        for algorithm in ["none", "None", "NONE", "RS256", "HS512"] {
            let header = encoded(&json!({"alg": algorithm, "typ": "at+jwt"}));
            let body = encoded(&payload());
            assert!(refused(&format!("{header}.{body}.")), "{algorithm} without a signature");
            assert!(refused(&format!("{header}.{body}.{signature}")), "{algorithm} with a signature");
        }
    }

    #[test]
    fn another_key_is_refused() {
        let key = secret().derive("signed_link");
        assert!(refused(&signed_with(Algorithm::HS256, Some("at+jwt"), &payload(), &key)));
        let stranger = MasterSecret::parse(&"x".repeat(32)).expect("a secret");
        let tokens = AccessTokens::new(&stranger, "https://comments.example".to_owned());
        assert!(tokens.check(&issued(), NOW).is_err());
    }

    #[test]
    fn another_header_type_is_refused() {
        let key = secret().derive("access_token");
        for typ in [None, Some("JWT"), Some("rt+jwt")] {
            assert!(refused(&signed_with(Algorithm::HS256, typ, &payload(), &key)), "{typ:?}");
        }
    }

    #[test]
    fn every_claim_has_to_be_there_and_right() {
        for claim in ["iss", "aud", "sub", "sid", "exp", "iat", "typ"] {
            let mut missing = payload();
            missing.as_object_mut().expect("an object").remove(claim);
            assert!(refused(&signed(&missing)), "without {claim}");
        }
        let now = NOW.seconds();
        for (claim, wrong) in [
            ("iss", json!("https://elsewhere.example")),
            ("iss", json!(["https://comments.example"])),
            ("aud", json!("another-api")),
            ("aud", json!(["postil-api", "another-api"])),
            ("sub", json!(7)),
            ("sub", json!("me")),
            ("sid", json!("")),
            ("exp", json!(now)),
            ("exp", json!((now + 600).to_string())),
            ("exp", json!(null)),
            ("iat", json!(now + 61)),
            ("typ", json!("refresh")),
        ] {
            let mut changed = payload();
            changed[claim] = wrong.clone();
            assert!(refused(&signed(&changed)), "{claim}: {wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_passes_or_panics_the_check(text in ".*", parts in "[A-Za-z0-9_-]{0,9}(\\.[A-Za-z0-9_-]{0,9}){0,4}") {
            prop_assert!(refused(&text));
            prop_assert!(refused(&parts));
        }
    }
}
