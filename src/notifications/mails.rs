//! What the templates of each mail are given, cleaned and in words.

use askama::Template;

use super::wording::wrapped;
use crate::mail::{Content, one_line};

/// For each mail a type with what its templates show, and `letter`, which renders the three templates of its folder.
/// In the templates it goes by `mail`; every one has `greeting` and `host`, which the shared layout shows.
macro_rules! mails {
    ($(
        $name:ident { $($field:ident: $type:ty),* $(,)? }
        in $subject:literal, $text:literal, $html:literal;
    )+) => {$(
        pub(super) struct $name {
            pub greeting: String,
            /// Where the service runs.
            pub host: String,
            $(pub $field: $type,)*
        }

        impl $name {
            pub fn letter(&self) -> Result<Content, askama::Error> {
                #[derive(Template)]
                #[template(path = $subject)]
                struct Subject<'a> {
                    mail: &'a $name,
                }

                #[derive(Template)]
                #[template(path = $text)]
                struct Text<'a> {
                    mail: &'a $name,
                }

                #[derive(Template)]
                #[template(path = $html)]
                struct Html<'a> {
                    subject: &'a str,
                    mail: &'a $name,
                }

                let subject = one_line(&Subject { mail: self }.render()?);
                let text = wrapped(&Text { mail: self }.render()?);
                let html = Html { subject: &subject, mail: self }.render()?;
                Ok(Content { subject, text, html })
            }
        }
    )+};
}

/// How one can appeal.
pub(super) struct Appeal {
    pub until: String,
    pub address: String,
}

mails! {
    VerifyAddress { link: String }
        in "verify_address/subject.txt", "verify_address/body.txt", "verify_address/body.html";
    ChangeAddress { link: String }
        in "change_address/subject.txt", "change_address/body.txt", "change_address/body.html";
    AddressChangeAsked {}
        in "address_change_asked/subject.txt", "address_change_asked/body.txt", "address_change_asked/body.html";
    AddressInUse {}
        in "address_in_use/subject.txt", "address_in_use/body.txt", "address_in_use/body.html";
    ResetPassword { link: String }
        in "reset_password/subject.txt", "reset_password/body.txt", "reset_password/body.html";
    PasswordChanged {}
        in "password_changed/subject.txt", "password_changed/body.txt", "password_changed/body.html";
    CommentPublished { title: String, link: String, excerpt: String }
        in "comment_published/subject.txt", "comment_published/body.txt", "comment_published/body.html";
    CommentNotPublished {
        title: String,
        link: String,
        excerpt: String,
        why: &'static str,
        what_now: &'static str,
        note: Vec<String>,
        appeal: Option<Appeal>,
    }
        in "comment_not_published/subject.txt", "comment_not_published/body.txt", "comment_not_published/body.html";
    Reply { replier: String, title: String, link: String, excerpt: String, own_excerpt: String }
        in "reply/subject.txt", "reply/body.txt", "reply/body.html";
    Waiting { site_name: String, link: String, count: i64, oldest: String }
        in "waiting/subject.txt", "waiting/body.txt", "waiting/body.html";
    TargetBreached { site_name: String, link: String, queue: &'static str, target: String, oldest: String }
        in "target_breached/subject.txt", "target_breached/body.txt", "target_breached/body.html";
    EditAsked { title: String, link: String, excerpt: String, note: Vec<String> }
        in "edit_asked/subject.txt", "edit_asked/body.txt", "edit_asked/body.html";
    Escalated {
        site_name: String,
        moderator: String,
        title: String,
        link: String,
        excerpt: String,
        note: Vec<String>,
    }
        in "escalated/subject.txt", "escalated/body.txt", "escalated/body.html";
    Sanctioned { place: String, measure: String, reason: Vec<String>, purge: Option<String> }
        in "sanctioned/subject.txt", "sanctioned/body.txt", "sanctioned/body.html";
    Warned { place: String, address: String, reason: Vec<String>, purge: Option<String> }
        in "warned/subject.txt", "warned/body.txt", "warned/body.html";
    SanctionEnded { place: String, measure: &'static str, lifted: bool }
        in "sanction_ended/subject.txt", "sanction_ended/body.txt", "sanction_ended/body.html";
    ReportOutcome { title: String, link: String, outcome: &'static str, stands: bool }
        in "report_outcome/subject.txt", "report_outcome/body.txt", "report_outcome/body.html";
    AppealOutcome {
        title: String,
        link: String,
        excerpt: String,
        published: bool,
        why: Option<&'static str>,
        note: Vec<String>,
    }
        in "appeal_outcome/subject.txt", "appeal_outcome/body.txt", "appeal_outcome/body.html";
}
