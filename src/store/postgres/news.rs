//! What other nodes changed: each tells by NOTIFY in the transaction of the change, and all LISTEN.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use secrecy::SecretString;
use tokio_postgres::AsyncMessage;

use super::{PgConnection, address};
use crate::model::ids::ThreadId;
use crate::store::StoreError;

/// What another node changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    Thread(ThreadId),
    /// Something that may stand in any thread, or nobody knows what: the connection was away.
    Everything,
}

/// Keeps the thread's row to this transaction, and tells the other nodes when it commits.
pub fn lock_thread(conn: &mut PgConnection, thread: i64) -> Result<(), StoreError> {
    let statement = "WITH held AS \
        (UPDATE threads SET comment_count = comment_count WHERE id = $1 RETURNING id) \
        SELECT pg_notify('postil_news', $2) FROM held";
    diesel::sql_query(statement)
        .bind::<BigInt, _>(thread)
        .bind::<Text, _>(format!("{} {thread}", conn.node))
        .execute(conn)?;
    Ok(())
}

/// Tells the other nodes when the transaction commits.
pub fn everything_changed(conn: &mut PgConnection) -> Result<(), StoreError> {
    let statement = diesel::sql_query("SELECT pg_notify('postil_news', $1)");
    statement.bind::<Text, _>(format!("{} *", conn.node)).execute(conn)?;
    Ok(())
}

/// Tells `hear` of other nodes' changes until the connection breaks.
pub async fn follow(address: &SecretString, node: u64, hear: &(dyn Fn(News) + Send + Sync)) -> Result<(), StoreError> {
    let broken = |error: tokio_postgres::Error| StoreError::Unavailable(error.to_string());
    let (client, mut connection) = address::open(address).await?;
    let mut messages = futures_util::stream::poll_fn(move |context| connection.poll_message(context));
    let listen = client.batch_execute("LISTEN postil_news");
    tokio::pin!(listen);
    let mut listening = false;
    loop {
        let message = tokio::select! {
            listened = &mut listen, if !listening => {
                listened.map_err(broken)?;
                listening = true;
                // From here on nothing is missed; what was changed before is not known.
                hear(News::Everything);
                continue;
            }
            message = futures_util::StreamExt::next(&mut messages) => message,
        };
        match message {
            Some(Ok(AsyncMessage::Notification(told))) => read(node, told.payload()).into_iter().for_each(hear),
            Some(Ok(_)) => {}
            Some(Err(error)) => return Err(broken(error)),
            None => return Err(StoreError::Unavailable("the server closed the connection".to_owned())),
        }
    }
}

/// `None`: our own.
fn read(node: u64, payload: &str) -> Option<News> {
    let (told_by, what) = payload.split_once(' ')?;
    if told_by.parse() == Ok(node) {
        return None;
    }
    Some(what.parse().map_or(News::Everything, News::Thread))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_does_not_hear_itself() {
        assert_eq!(read(1, "1 7"), None);
        assert_eq!(read(1, "2 7"), Some(News::Thread(ThreadId::from(7))));
        assert_eq!(read(1, "2 *"), Some(News::Everything));
    }
}
