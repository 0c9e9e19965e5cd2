//! Where one is signed in. Permission: the person itself.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde::Serialize;
use utoipa::ToSchema;

use super::{List, PageQuery};
use crate::actions::{Service, Session, end_session};
use crate::http::error::Problem;
use crate::http::extract::Owner;
use crate::model::ids::SessionId;
use crate::model::time::Timestamp;

#[derive(Serialize, ToSchema)]
pub struct SessionView {
    id: SessionId,
    /// What the client called itself when it signed in.
    user_agent: Option<String>,
    created_at: Timestamp,
    /// When its tokens were last renewed.
    last_used_at: Timestamp,
    /// Whether it is the one that asks.
    current: bool,
}

impl SessionView {
    pub(super) fn of(session: Session, asking: Option<SessionId>) -> Self {
        Self {
            current: Some(session.id) == asking,
            id: session.id,
            user_agent: session.user_agent,
            created_at: session.created_at,
            last_used_at: session.last_used_at,
        }
    }
}

/// List where one is signed in
///
/// Newest first. Permission: the person itself.
#[utoipa::path(get, path = "/sessions", tag = "accounts", security(("bearer" = [])), params(PageQuery),
    responses((status = 200, description = "A page", body = List<SessionView>)))]
pub async fn list(svc: Data<Service>, Owner(viewer): Owner, query: Query<PageQuery>) -> Result<HttpResponse, Problem> {
    let asking = viewer.session();
    let page = end_session::sessions(&svc, viewer, query.request()?).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(|session| SessionView::of(session, asking)))))
}

/// Sign out elsewhere
///
/// The session ends at once, not when its access token expires. Permission: the person itself.
#[utoipa::path(delete, path = "/sessions/{id}", tag = "accounts", security(("bearer" = [])), params(("id" = SessionId, Path)),
    responses((status = 204, description = "The session has ended")))]
pub async fn end(svc: Data<Service>, Owner(viewer): Owner, id: Path<SessionId>) -> Result<HttpResponse, Problem> {
    end_session::run(&svc, viewer, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
