//! The API's description (OpenAPI 3.1), put together from the handlers' annotations, and its browser at `/docs`.

use std::sync::{Arc, LazyLock};

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, LOCATION};
use actix_web::{HttpResponse, web};
use serde_json::{Value, json};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::Config;

use super::error::{Document, Problem};
use super::routes::{Annotated, OPERATIONS};

#[derive(OpenApi)]
#[openapi(
    info(title = "Postil", description = "Comments and moderation for news sites."),
    servers((url = "/api/v1")),
    components(schemas(Document)),
    modifiers(&Bearer),
    tags(
        (name = "accounts", description = "Signing up, in and out; one's own account."),
        (name = "sites", description = "Sites, their rules and their articles' threads."),
        (name = "comments", description = "Reading and writing."),
        (name = "moderation", description = "The queues, decisions and sanctions."),
    )
)]
struct Description;

/// How clients sign in.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(
            Http::builder()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some("An access token of POST /sessions, or an API token."))
                .build(),
        );
        openapi.components.get_or_insert_default().add_security_scheme("bearer", scheme);
    }
}

/// The description as it is served, and kept in `docs/openapi.json`.
pub static DESCRIPTION: LazyLock<String> = LazyLock::new(|| {
    let whole = Description::openapi().merge_from(Annotated::openapi());
    let mut whole = serde_json::to_value(whole).unwrap_or_default();
    let operations = whole["paths"].as_object_mut().into_iter().flatten().filter_map(|(_, item)| item.as_object_mut());
    for (method, operation) in operations.flatten() {
        add_problems(method, operation);
    }
    // Handlers of different rooms share their names; clients are generated with one name for each operation.
    for (method, path, name, permission) in OPERATIONS {
        let operation = &mut whole["paths"][path][method];
        operation["operationId"] = json!(name);
        operation["x-permission"] = permission.described();
    }
    let mut text = format!("{whole:#}");
    text.push('\n');
    text
});

/// Every operation can end in the problems that its method, body and permission bring along.
fn add_problems(method: &str, operation: &mut Value) {
    let with_body = operation.get("requestBody").is_some();
    let guarded = operation.get("security").is_some();
    let writes = method != "get";
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let conditional = parameters.into_iter().any(|parameter| parameter["name"] == "If-Match");
    let common = [
        (400, "The request could not be read", true),
        (401, "Not signed in, or the token is not good", guarded),
        (403, "The account, or the token's scope, does not allow it", guarded),
        (404, "Something that the address names is not there", true),
        (409, "It was changed meanwhile, or the same request is being answered", writes),
        (412, "It is not at the revision of `If-Match` any more", conditional),
        (413, "The body is larger than is taken here", with_body),
        (415, "The body does not say that it is JSON", with_body),
        (422, "The input was wrong; `errors` says where", true),
        (429, "Too much from this address; `Retry-After` says when to try again", true),
        (503, "Too much to do at the moment; try again", true),
    ];
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    for (status, description, _) in common.into_iter().filter(|(.., applies)| *applies) {
        responses.entry(status.to_string()).or_insert_with(|| {
            json!({
                "description": description,
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            })
        });
    }
}

/// Permission: anyone.
pub async fn description() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(DESCRIPTION.as_str())
}

/// Permission: anyone.
pub async fn to_browser() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/docs/")).finish()
}

/// The API browser's files. Permission: anyone.
pub async fn browser(file: web::Path<String>) -> Result<HttpResponse, Problem> {
    static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| Arc::new(Config::from("/api/v1/openapi.json")));
    let found = utoipa_swagger_ui::serve(&file, Arc::clone(&CONFIG)).ok().flatten();
    let found = found.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "there is nothing at this address"))?;
    let policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                  connect-src 'self'; frame-ancestors 'none'";
    Ok(HttpResponse::Ok()
        .content_type(found.content_type.as_str())
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .body(found.bytes.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `POSTIL_WRITE_OPENAPI=1 cargo test` writes the file anew.
    #[test]
    fn the_kept_description_is_the_served_one() {
        let path = "docs/openapi.json";
        if std::env::var_os("POSTIL_WRITE_OPENAPI").is_some() {
            std::fs::write(path, DESCRIPTION.as_str()).expect("written");
        }
        let kept = std::fs::read_to_string(path).expect("docs/openapi.json");
        assert!(kept == *DESCRIPTION, "run POSTIL_WRITE_OPENAPI=1 cargo test --lib openapi, and look at the change");
    }

    #[test]
    fn the_browser_is_inside_the_program() {
        let config = Arc::new(Config::from("/api/v1/openapi.json"));
        let index = utoipa_swagger_ui::serve("index.html", Arc::clone(&config)).expect("read").expect("there");
        let index = String::from_utf8(index.bytes.into_owned()).expect("text");
        assert!(!index.contains("http://") && !index.contains("https://"), "{index}");
    }
}
