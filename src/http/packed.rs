//! Bytes that many ask for, compressed once.
//!
//! Only what is the same for all: in an answer that bears a secret beside what somebody else may have written, the compressed
//! length tells of the secret (BREACH).

use actix_web::HttpRequest;
use actix_web::http::header::{AcceptEncoding, Encoding, Header};
use actix_web::web::Bytes;

/// Smaller bodies are not worth compressing.
const LEAST: usize = 1_024;

/// How much time the compression may take.
#[derive(Debug, Clone, Copy)]
pub enum Effort {
    /// Somebody waits for it.
    Low,
    /// It is done once in the life of the process.
    High,
}

pub struct Packed {
    pub identity: Bytes,
    gzip: Option<Bytes>,
    brotli: Option<Bytes>,
}

impl Packed {
    pub fn of(bytes: Vec<u8>, effort: Effort) -> Self {
        let worth = bytes.len() >= LEAST;
        Self {
            gzip: worth.then(|| gzip(&bytes, effort)).flatten(),
            brotli: worth.then(|| brotli(&bytes, effort)).flatten(),
            identity: bytes.into(),
        }
    }

    /// Bytes in all.
    pub fn size(&self) -> usize {
        [Some(&self.identity), self.gzip.as_ref(), self.brotli.as_ref()].into_iter().flatten().map(Bytes::len).sum()
    }

    /// What the client likes best, and the name of its encoding.
    pub fn accepted(&self, request: &HttpRequest) -> (Option<&'static str>, &Bytes) {
        let accepted = AcceptEncoding::parse(request).ok();
        let available = [
            Some(Encoding::brotli()).filter(|_| self.brotli.is_some()),
            Some(Encoding::gzip()).filter(|_| self.gzip.is_some()),
            Some(Encoding::identity()),
        ];
        let chosen = accepted.and_then(|accepted| accepted.negotiate(available.iter().flatten()));
        match (&chosen, &self.brotli, &self.gzip) {
            (Some(encoding), Some(body), _) if *encoding == Encoding::brotli() => (Some("br"), body),
            (Some(encoding), _, Some(body)) if *encoding == Encoding::gzip() => (Some("gzip"), body),
            _ => (None, &self.identity),
        }
    }
}

fn gzip(bytes: &[u8], effort: Effort) -> Option<Bytes> {
    let level = match effort {
        Effort::Low => 5,
        Effort::High => 9,
    };
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    std::io::Write::write_all(&mut encoder, bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn brotli(bytes: &[u8], effort: Effort) -> Option<Bytes> {
    let quality = match effort {
        Effort::Low => 4,
        Effort::High => 11,
    };
    let options = brotli::enc::BrotliEncoderParams { quality, lgwin: 20, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &options).ok()?;
    Some(packed.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_can_be_unpacked() {
        let text = "All that is solid melts into air. ".repeat(100).into_bytes();
        let mut unpacked = Vec::new();
        let packed = gzip(&text, Effort::Low).expect("packed");
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&*packed), &mut unpacked).expect("unpacked");
        assert_eq!(unpacked, text);
        let packed = brotli(&text, Effort::Low).expect("packed");
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*packed, &mut unpacked).expect("unpacked");
        assert_eq!(unpacked, text);
    }
}
