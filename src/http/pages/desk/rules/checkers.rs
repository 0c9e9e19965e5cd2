//! The servers of others that are asked about comments. Their keys are never shown. Permission: staff of the site; the actions
//! check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form as Sent, Path, ServiceConfig, post};
use serde::Deserialize;

use super::Page;
use crate::actions::checkers::{self, Change, Shown};
use crate::actions::{Error, Service, Viewer};
use crate::http::pages::desk::office::{Done, expected};
use crate::http::pages::field::{Errors, Field, Input};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, elsewhere, page_at};
use crate::model::checker::{Checker, Settings};

pub fn configure(config: &mut ServiceConfig) {
    config.service(page_at("/desk/{site}/checkers/{checker}", "POST").route(post().to(set)));
}

/// One server with its form.
pub struct Form {
    pub checker: Checker,
    pub name: String,
    pub fields: Vec<Field>,
    /// `None`: it is not asked.
    pub shown: Option<Shown>,
    /// What is known of its key.
    pub key_state: Option<String>,
    pub is_wrong: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Written {
    csrf: String,
    revision: String,
    /// `remove`, or it is set up.
    what: String,
    key: String,
    blog: String,
    is_test: String,
    url: String,
    key_id: String,
    secret: String,
    signed_answers: String,
    /// Which form it was.
    #[serde(skip)]
    checker: Option<Checker>,
}

impl Written {
    fn of(settings: Option<&Settings>) -> Self {
        let yes = |on: bool| if on { "yes" } else { "" }.to_owned();
        match settings {
            Some(Settings::Akismet { blog, is_test }) => {
                Self { blog: blog.clone(), is_test: yes(*is_test), ..Self::default() }
            }
            Some(Settings::External { url, key_id, signed_answers }) => Self {
                url: url.clone(),
                key_id: key_id.clone(),
                signed_answers: yes(*signed_answers),
                ..Self::default()
            },
            None => Self::default(),
        }
    }

    fn change(&self, checker: Checker) -> Change {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        match checker {
            Checker::Akismet => {
                Change::Akismet { key: given(&self.key), blog: given(&self.blog), is_test: Some(self.is_test == "yes") }
            }
            Checker::External => Change::External {
                url: given(&self.url),
                key_id: given(&self.key_id),
                secret: given(&self.secret),
                signed_answers: Some(self.signed_answers == "yes"),
            },
        }
    }
}

pub async fn forms(
    svc: &Data<Service>,
    viewer: Viewer,
    site: &str,
    w: Words,
    written: &Written,
    errors: &Errors,
) -> Result<Vec<Form>, PageError> {
    let set = checkers::list(svc, viewer, site).await?;
    let mut set: Vec<Option<Shown>> = set.into_iter().map(Some).collect();
    let nothing = Errors::default();
    let form = |checker: &Checker| {
        let of_this = |shown: &&mut Option<Shown>| shown.as_ref().is_some_and(|it| it.settings.checker() == *checker);
        let shown = set.iter_mut().find(of_this).and_then(Option::take);
        let own = Written::of(shown.as_ref().map(|shown| &shown.settings));
        let (written, errors) = if written.checker == Some(*checker) { (written, errors) } else { (&own, &nothing) };
        Form {
            checker: *checker,
            name: super::table::check_name(w, checker.as_str()),
            fields: fields(w, *checker, written, errors),
            key_state: shown.as_ref().map(|shown| w.say(&format!("rules-key-{}", shown.key_state.as_str()))),
            is_wrong: !errors.0.is_empty(),
            shown,
        }
    };
    Ok(Checker::ALL.iter().map(form).collect())
}

fn fields(w: Words, checker: Checker, written: &Written, errors: &Errors) -> Vec<Field> {
    let field = |name: &str, input, value: &str| {
        let message = format!("rules-checker-{}", name.replace('_', "-"));
        let field = Field::new(name, input, w.say(&message)).hint(w.say(&format!("{message}-hint")));
        field.filled(value, errors).plain()
    };
    match checker {
        Checker::Akismet => vec![
            field("key", Input::Password, ""),
            field("blog", Input::Text, &written.blog),
            field("is_test", Input::Switch, &written.is_test),
        ],
        Checker::External => vec![
            field("url", Input::Text, &written.url),
            field("key_id", Input::Text, &written.key_id),
            field("secret", Input::Password, ""),
            field("signed_answers", Input::Switch, &written.signed_answers),
        ],
    }
}

async fn set(
    svc: Data<Service>,
    visitor: Visitor,
    path: Path<(String, String)>,
    written: Sent<Written>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &written.csrf)?;
    let (site, checker) = path.into_inner();
    let checker = Checker::parse(&checker).map_err(|_| PageError::nowhere())?;
    let set = if written.what == "remove" {
        checkers::remove(&svc, viewer, &site, checker).await
    } else {
        // A server that is not there yet has the revision 0.
        let revision = expected(&written.revision);
        checkers::set(&svc, viewer, &site, written.change(checker), revision).await.map(|_| ())
    };
    let (status, errors, notice) = match set {
        Ok(()) => {
            let to = format!("/desk/{site}/rules?done=checker-saved#checkers");
            return Ok(visitor.remembered(elsewhere(&to)));
        }
        Err(Error::Stale | Error::Conflict(_)) => (StatusCode::CONFLICT, Errors::default(), Some("office-overtaken")),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, Errors::of_fields(error)?, None),
    };
    let checker = Written { checker: Some(checker), ..written.into_inner() };
    let page = Page { status: Some(status), errors, notice, checker, ..Page::default() };
    page.answer(&svc, &visitor, &site, &Done::default()).await
}

#[cfg(test)]
mod tests {
    use crate::model::checker::KeyState;
    use crate::texts;

    #[test]
    fn what_is_known_of_a_key_can_be_said() {
        assert!(KeyState::ALL.iter().all(|state| texts::has(&format!("rules-key-{}", state.as_str()))));
    }
}
