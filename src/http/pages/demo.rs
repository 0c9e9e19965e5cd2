//! The demo's newspaper: an article that includes the thread as any site would. It is there only when the server was
//! started by `postil demo`. Permission: anyone.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use actix_web::web::{Data, ServiceConfig};
use askama::Template;

use super::visitor::Visitor;
use super::words::Words;
use super::{POLICY, PageError, elsewhere, get, page_at, show};
use crate::actions::{Service, front};
use crate::model::article::Article;

pub fn configure(config: &mut ServiceConfig, demo: &Data<Article>) {
    config
        .app_data(demo.clone())
        .service(page_at("/demo", "GET, HEAD").route(get().to(read)))
        .service(page_at(&demo.path, "GET, HEAD").route(get().to(async || elsewhere("/demo"))));
}

#[derive(Template)]
#[template(path = "pages/article.html")]
struct ArticlePage<'a> {
    site_name: &'a str,
    w: Words,
    article: &'a Article,
    published: String,
    /// Where the thread is by itself.
    thread: String,
}

async fn read(svc: Data<Service>, demo: Data<Article>, visitor: Visitor) -> Result<HttpResponse, PageError> {
    let site = front(&svc, &demo.site).await?;
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("url", &demo.url)
        .append_pair("title", &demo.title)
        .finish();
    let page = ArticlePage {
        site_name: &site.name,
        w: visitor.w,
        article: &demo,
        published: visitor.w.date(demo.published_at),
        thread: format!("/embed/{}?{query}", demo.site),
    };
    let mut response = show(StatusCode::OK, &page)?;
    let policy = format!("{POLICY}; frame-src 'self'");
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}
