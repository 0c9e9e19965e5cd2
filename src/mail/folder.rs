//! Mail as files: one `.eml` a mail, for trying things out and for tests.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use url::Url;

use super::SendError;
use crate::model::ids::MailId;
use crate::model::mail::Failure;

/// The folder that `url` names, made if it is missing.
///
/// Errors: not a path on this machine, or it cannot be made.
pub(super) fn open(url: &Url) -> Result<PathBuf, String> {
    let wrong = || "the mail folder must be an absolute path: file:///folder".to_owned();
    let path = url.to_file_path().map_err(|()| wrong())?;
    fs::create_dir_all(&path)
        .map_err(|error| format!("the mail folder {} could not be made: {error}", path.display()))?;
    Ok(path)
}

/// Writes `<id>.eml`. The name appears only once the whole mail is on disk; a mail sent again replaces itself.
pub(super) async fn write(folder: PathBuf, id: MailId, message: Vec<u8>) -> Result<(), SendError> {
    let written = tokio::task::spawn_blocking(move || write_whole(&folder, id, &message)).await;
    written.map_err(io::Error::other).flatten().map_err(|error| {
        let text = format!("the mail could not be written to the mail folder: {error}");
        SendError::unreachable(Failure::Connection, text)
    })
}

fn write_whole(folder: &Path, id: MailId, message: &[u8]) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(".").suffix(".part").tempfile_in(folder)?;
    file.write_all(message)?;
    file.as_file().sync_all()?;
    file.persist(folder.join(format!("{id}.eml")))?;
    fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use crate::mail::{Again, Content, Mailer, Outgoing};
    use crate::model::ids::MailId;
    use crate::model::time::Timestamp;

    fn mail(id: i64, subject: &str) -> Outgoing {
        let content = Content { subject: subject.to_owned(), text: "text".to_owned(), html: "<p>html".to_owned() };
        let created_at = Timestamp::from_micros(1_790_000_000_000_000);
        Outgoing {
            id: MailId::from(id),
            to: "ida@reader.example".to_owned(),
            content,
            kind: "x".into(),
            created_at,
            to_name: None,
            from_name: None,
            list: None,
            continues: Vec::new(),
            feedback: String::new(),
            bounces_to: None,
        }
    }

    #[tokio::test]
    async fn a_mail_sent_twice_is_one_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = url::Url::from_file_path(folder.path().join("deep/er")).expect("a URL");
        let mailer = Mailer::from_url(url.as_str(), "post@news.example", "news.example").expect("a mailer");
        mailer.send(&mail(7, "First")).await.expect("sent");
        mailer.send(&mail(7, "Second")).await.expect("sent again");
        mailer.send(&mail(8, "Another")).await.expect("sent");
        let entries = std::fs::read_dir(folder.path().join("deep/er")).expect("entries");
        let mut names: Vec<_> = entries.map(|entry| entry.expect("an entry").file_name()).collect();
        names.sort();
        assert_eq!(names, ["7.eml", "8.eml"]);
        let text = std::fs::read_to_string(folder.path().join("deep/er/7.eml")).expect("a mail");
        assert!(text.contains("Subject: Second\r\n") && text.contains("Message-ID: <postil.7@news.example>\r\n"));
    }

    #[tokio::test]
    async fn a_folder_that_went_away_is_worth_another_try() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = url::Url::from_file_path(folder.path().join("mails")).expect("a URL");
        let mailer = Mailer::from_url(url.as_str(), "post@news.example", "news.example").expect("a mailer");
        drop(folder);
        let error = mailer.send(&mail(7, "Lost")).await.expect_err("lost");
        assert_eq!(error.again, Again::ServerAway);
    }

    #[tokio::test]
    async fn a_mailer_in_memory_keeps_what_it_was_given() {
        let mailer = Mailer::memory("post@news.example", "news.example").expect("a mailer");
        mailer.send(&mail(7, "First")).await.expect("sent");
        let nobody = Outgoing { to: "nobody".to_owned(), ..mail(8, "Second") };
        assert_eq!(mailer.send(&nobody).await.expect_err("nobody").again, Again::Never);
        assert_eq!(mailer.collected(), [mail(7, "First")]);
    }
}
