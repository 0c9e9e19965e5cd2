//! Who may do what: the roles, and the table of what each may do. The routes name the rows, the description and
//! `docs/PERMISSIONS.md` show them, and a test calls every route as everybody and compares.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::account::Scope;
use crate::model::decision::text_enum;

text_enum! {
    /// Whom an operation is for.
    Who {
        Anyone = "anyone",
        /// Any account.
        SignedIn = "signed_in",
        /// The owner of the account, signed in; not a program with an API token.
        Person = "person",
        /// Who wrote the comment.
        Author = "author",
        AuthorOrStaff = "author_or_staff",
        /// Moderators of the site that it is about, and administrators.
        Staff = "staff",
        /// The moderator who did what it is about, and administrators.
        Doer = "doer",
        Administrator = "administrator",
    }
}

text_enum! {
    /// As what somebody acts, seen from the site that an operation is about.
    Standing {
        /// Not signed in.
        Visitor = "visitor",
        Reader = "reader",
        /// Who wrote the comment that it is about.
        Author = "author",
        /// A moderator of the site who had nothing to do with what it is about.
        Moderator = "moderator",
        /// The moderator of the site who did what it is about.
        Doer = "doer",
        /// A moderator of another site.
        Elsewhere = "moderator_elsewhere",
        Administrator = "administrator",
    }
}

impl Who {
    /// The table.
    pub const fn admits(self, role: Standing) -> bool {
        use Standing::{Administrator, Author, Doer, Elsewhere, Moderator, Reader, Visitor};
        match self {
            Self::Anyone => true,
            Self::SignedIn | Self::Person => !matches!(role, Visitor),
            Self::Author => matches!(role, Author),
            Self::AuthorOrStaff => matches!(role, Author | Moderator | Doer | Administrator),
            Self::Staff => matches!(role, Moderator | Doer | Administrator),
            Self::Doer => matches!(role, Doer | Administrator),
            Self::Administrator => match role {
                Administrator => true,
                Visitor | Reader | Author | Moderator | Doer | Elsewhere => false,
            },
        }
    }
}

/// Who may, and what an API token must be for; none: any token will do, as long as the operation is not for the person
/// alone.
#[derive(Debug, Clone, Copy)]
pub struct Permission {
    pub who: Who,
    /// Of several, the one for the role in which the token's account acts.
    pub scopes: &'static [Scope],
}

impl Permission {
    pub fn described(self) -> Value {
        let scopes: Vec<&str> = self.scopes.iter().map(|scope| scope.as_str()).collect();
        json!({"who": self.who.as_str(), "scopes": scopes})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::routes::OPERATIONS;

    const INTRODUCTION: &str = "# Who may do what

Made from the code by `POSTIL_WRITE_PERMISSIONS=1 cargo test --lib permission`; a test calls every operation as everybody, by session and
by API token, on one's own site and on another, and compares. Who may not is answered 401 (not signed in), 403 or 404.
";

    fn page() -> String {
        let mut page = format!("{INTRODUCTION}\n| |");
        for role in Standing::ALL {
            page += &format!(" {} |", role.as_str().replace('_', " "));
        }
        page += &format!("\n|---|{}\n", "---|".repeat(Standing::ALL.len()));
        for who in Who::ALL {
            page += &format!("| `{}` |", who.as_str());
            for role in Standing::ALL {
                page += if who.admits(*role) { " yes |" } else { " |" };
            }
            page.push('\n');
        }
        page += "\n| operation | for | an API token needs |\n|---|---|---|\n";
        for (method, path, _, permission) in OPERATIONS {
            let scopes: Vec<&str> = permission.scopes.iter().map(|scope| scope.as_str()).collect();
            let scopes = match permission.who {
                Who::Person => "is not enough".to_owned(),
                _ if scopes.is_empty() => String::new(),
                _ => format!("`{}`", scopes.join("`, or as staff `")),
            };
            page += &format!("| {} {path} | `{}` | {scopes} |\n", method.to_uppercase(), permission.who.as_str());
        }
        page
    }

    #[test]
    fn the_kept_table_is_the_codes() {
        let path = "docs/PERMISSIONS.md";
        let wanted = page();
        if std::env::var_os("POSTIL_WRITE_PERMISSIONS").is_some() {
            std::fs::write(path, &wanted).expect("written");
        }
        let kept = std::fs::read_to_string(path).expect("docs/PERMISSIONS.md");
        assert!(kept == wanted, "run POSTIL_WRITE_PERMISSIONS=1 cargo test --lib permission, and look at the change");
    }
}
