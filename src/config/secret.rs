//! The secret that signs links and tokens: given, or made once and kept in the data folder.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;

use super::ConfigError;
use super::layers::Value;

const LEAST_CHARACTERS: usize = 32;

/// The given secret, that of the given file, or that of the data folder, created if missing.
pub(super) fn find(
    secret: Option<Value>,
    file: Option<Value>,
    data_dir: &Path,
    current_folder: &Path,
) -> Result<SecretString, ConfigError> {
    match (secret, file) {
        (Some(secret), Some(file)) => {
            Err(ConfigError(format!("{} and {} both give the secret; keep one of them", secret.source, file.source)))
        }
        (Some(secret), None) => checked(&secret.text, &secret.source),
        (None, Some(file)) => {
            let path = current_folder.join(&file.text);
            let text = std::fs::read_to_string(&path).map_err(|error| {
                ConfigError(format!("{} names {}, which cannot be read: {error}", file.source, path.display()))
            })?;
            checked(text.trim_end(), &format!("the text in {} ({})", path.display(), file.source))
        }
        (None, None) => own(data_dir),
    }
}

fn checked(text: &str, source: &str) -> Result<SecretString, ConfigError> {
    if text.chars().count() < LEAST_CHARACTERS {
        return Err(ConfigError(format!(
            "{source} must have at least {LEAST_CHARACTERS} characters; `openssl rand -base64 32` makes a good secret"
        )));
    }
    Ok(SecretString::from(text))
}

/// The secret kept in the data folder.
fn own(data_dir: &Path) -> Result<SecretString, ConfigError> {
    let path = data_dir.join("secret");
    let read = match read_private(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => create(data_dir, &path).and_then(|()| read_private(&path)),
        read => read,
    };
    let name = path.display();
    let (text, metadata) =
        read.map_err(|error| ConfigError(format!("secret file {name} cannot be read or created: {error}")))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(ConfigError(format!(
            "secret file {name} is open to other users (mode {mode:03o}); run `chmod 600 {name}`, and delete it \
             if somebody may have read it: a new one is made and everybody signs in again"
        )));
    }
    checked(text.trim_end(), &format!("the text in {name}"))
}

fn read_private(path: &Path) -> io::Result<(String, Metadata)> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    Ok((io::read_to_string(file)?, metadata))
}

/// Puts a new secret at `path` unless there is one by now.
///
/// It is written under another name first, so that a process starting at the same time finds either no secret or a
/// whole one, and both end with the same.
fn create(data_dir: &Path, path: &Path) -> io::Result<()> {
    // Created with mode 0600 and never over an existing file.
    let mut draft = tempfile::Builder::new().prefix(".secret-").tempfile_in(data_dir)?;
    let secret = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    writeln!(draft, "{secret}")?;
    draft.as_file().sync_all()?;
    match draft.persist_noclobber(path) {
        Ok(_) => File::open(data_dir)?.sync_all(),
        Err(refused) if refused.error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(refused) => Err(refused.error),
    }
}
