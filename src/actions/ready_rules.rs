//! The sites' rules, read and compiled once for each revision of a site.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::Result;
use crate::model::ids::SiteId;
use crate::moderation::CompiledRules;
use crate::store::sites::Site;

#[derive(Default)]
pub struct ReadyRules(RwLock<HashMap<SiteId, (i32, Arc<CompiledRules>)>>);

impl ReadyRules {
    /// The rules of the site as it was read. Errors: `Internal` when what is stored cannot be read.
    pub(super) fn of(&self, site: &Site) -> Result<Arc<CompiledRules>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&site.id).cloned();
        if let Some((revision, rules)) = known
            && revision == site.revision
        {
            return Ok(rules);
        }
        let rules = Arc::new(CompiledRules::new(serde_json::from_str(&site.rules)?));
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(site.id, (site.revision, Arc::clone(&rules)));
        Ok(rules)
    }
}
