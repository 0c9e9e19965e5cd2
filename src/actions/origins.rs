//! Which origins a browser may call from: those of the sites, kept at hand because every such call asks.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use super::{Error, Result, Shared};
use crate::store::sites;

#[derive(Default)]
pub struct Origins(RwLock<HashMap<String, Vec<String>>>);

impl Origins {
    /// Whether `origin` belongs to the site or, where no site is named, to any.
    pub fn allow(&self, origin: &str, site: Option<&str>) -> bool {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let has = |origins: &Vec<String>| origins.iter().any(|known| known == origin);
        match site {
            Some(site) => known.get(site).is_some_and(has),
            None => known.values().any(has),
        }
    }
}

/// Reads them anew: at the start, after a site changed, and now and then, since another node may have changed one.
pub async fn refresh(svc: &Shared) -> Result<()> {
    let stored = svc.store.read::<_, Error, _>(|conn| Ok(sites::origins(conn)?)).await?;
    let mut by_site = HashMap::new();
    for (slug, origins) in stored {
        by_site.insert(slug, serde_json::from_str(&origins)?);
    }
    *svc.origins.0.write().unwrap_or_else(PoisonError::into_inner) = by_site;
    Ok(())
}
