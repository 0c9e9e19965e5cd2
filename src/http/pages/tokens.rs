//! API tokens. Permission: the person itself; who is not signed in is led to sign in.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::field::{Errors, Field, Input};
use super::frame::Frame;
use super::visitor::Visitor;
use super::{PageError, elsewhere, get, page_at, show};
use crate::actions::issue_token::{self, NewToken};
use crate::actions::{ApiToken, Error, Service};
use crate::model::account::Scope;
use crate::model::ids::ApiTokenId;

const HERE: &str = "/account/tokens";

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at(HERE, "GET, HEAD, POST").route(get().to(list)).route(post().to(issue)))
        .service(page_at("/account/tokens/{id}/revoke", "POST").route(post().to(revoke)));
}

#[derive(Template)]
#[template(path = "account/tokens.html")]
struct TokensPage {
    frame: Frame,
    /// Its link in the menu of the account.
    place: &'static str,
    tokens: Vec<ApiToken>,
    fields: Vec<Field>,
    scopes: Vec<Field>,
    last: Field,
    is_wrong: bool,
    /// Why no token was issued, if it is about no field.
    refused: Option<&'static str>,
    /// The new one: this is the only time that it is shown.
    secret: Option<String>,
}

impl TokensPage {
    /// What the token may do, in words.
    fn scopes_of(&self, token: &ApiToken) -> String {
        let named = Scope::parse_list(&token.scopes).unwrap_or_default();
        let names: Vec<String> = std::iter::once(self.frame.w.say("tokens-read"))
            .chain(named.into_iter().map(|scope| self.frame.w.say(&format!("tokens-may-{}", scope.as_str()))))
            .collect();
        names.join(", ")
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wanted {
    csrf: String,
    name: String,
    comment: String,
    moderate: String,
    administer: String,
    expires_in_days: String,
}

impl Wanted {
    fn has(&self, scope: Scope) -> &str {
        match scope {
            Scope::Comment => &self.comment,
            Scope::Moderate => &self.moderate,
            Scope::Administer => &self.administer,
        }
    }
}

async fn list(svc: Data<Service>, visitor: Visitor) -> Result<HttpResponse, PageError> {
    let wanted = Wanted { expires_in_days: "90".to_owned(), ..Wanted::default() };
    answer(&svc, &visitor, StatusCode::OK, &wanted, Said::default()).await
}

/// What came of the form.
#[derive(Default)]
struct Said {
    errors: Errors,
    refused: Option<&'static str>,
    secret: Option<String>,
}

async fn answer(
    svc: &Data<Service>,
    visitor: &Visitor,
    status: StatusCode,
    wanted: &Wanted,
    said: Said,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    let w = visitor.w;
    let Said { errors, refused, secret } = said;
    let scopes = Scope::ALL.iter().map(|scope| {
        let message = format!("tokens-may-{}", scope.as_str());
        let field = Field::new(scope.as_str(), Input::Switch, w.say(&message)).hint(w.say(&format!("{message}-hint")));
        field.filled(wanted.has(*scope), &errors)
    });
    let name = Field::new("name", Input::Text, w.say("tokens-name")).hint(w.say("tokens-name-hint")).required();
    let days = Field::new("expires_in_days", Input::Number, w.say("tokens-days")).hint(w.say("tokens-days-hint"));
    let page = TokensPage {
        frame: Frame::of(svc, visitor).await?,
        place: "/tokens",
        tokens: issue_token::tokens(svc, viewer).await?,
        scopes: scopes.collect(),
        fields: vec![name.filled(&wanted.name, &errors)],
        last: days.required().filled(&wanted.expires_in_days, &errors),
        is_wrong: !errors.0.is_empty(),
        refused,
        secret,
    };
    Ok(visitor.remembered(show(status, &page)?))
}

async fn issue(svc: Data<Service>, visitor: Visitor, wanted: Form<Wanted>) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &wanted.csrf)?;
    let scopes = Scope::ALL.iter().copied().filter(|scope| wanted.has(*scope) == "yes").collect();
    // What is no number of days is as wrong as none.
    let days = wanted.expires_in_days.trim().parse().unwrap_or(0);
    let new = NewToken { name: wanted.name.clone(), scopes, expires_in_days: Some(days) };
    match issue_token::run(&svc, viewer, new).await {
        Ok(issued) => {
            let secret = Some(issued.secret.expose().to_owned());
            let again = Wanted { expires_in_days: "90".to_owned(), ..Wanted::default() };
            answer(&svc, &visitor, StatusCode::CREATED, &again, Said { secret, ..Said::default() }).await
        }
        Err(Error::Conflict(why)) => {
            let said = Said { refused: Some(why), ..Said::default() };
            answer(&svc, &visitor, StatusCode::CONFLICT, &wanted, said).await
        }
        Err(error) => {
            let said = Said { errors: Errors::of_fields(error)?, ..Said::default() };
            answer(&svc, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &wanted, said).await
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Revoke {
    csrf: String,
}

async fn revoke(
    svc: Data<Service>,
    visitor: Visitor,
    id: Path<ApiTokenId>,
    sent: Form<Revoke>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &sent.csrf)?;
    match issue_token::revoke(&svc, viewer, id.into_inner()).await {
        // It had ended anyway.
        Ok(()) | Err(Error::NotFound(_)) => Ok(visitor.remembered(elsewhere(HERE))),
        Err(error) => Err(error.into()),
    }
}
