//! Which servers may be called because somebody of a site's staff named their address: public ones, and those in
//! networks that the operator has named.

use std::net::IpAddr;
use std::sync::LazyLock;

use ipnet::IpNet;
use url::{Host, Url};

/// IPv4 networks that are not the public internet's, by the IANA's registry of special-purpose addresses.
const SPECIAL_V4: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
];

/// What of IPv6 is handed out for the public internet, and what within it is not: protocols' own, documentation, and
/// addresses that lead to an IPv4 address inside them.
const GLOBAL_V6: &str = "2000::/3";
const SPECIAL_V6: &[&str] = &["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"];

static SPECIAL: LazyLock<Vec<IpNet>> =
    LazyLock::new(|| SPECIAL_V4.iter().chain(SPECIAL_V6).filter_map(|network| network.parse().ok()).collect());
static GLOBAL: LazyLock<Option<IpNet>> = LazyLock::new(|| GLOBAL_V6.parse().ok());

const LONGEST_URL: usize = 500;

/// Whether the address is one of the public internet's. One of IPv6 that stands for one of IPv4 is looked at as that.
pub fn is_public(address: IpAddr) -> bool {
    let address = address.to_canonical();
    let global = address.is_ipv4() || GLOBAL.is_some_and(|network| network.contains(&address));
    global && !SPECIAL.iter().any(|network| network.contains(&address))
}

/// How a server is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// The certificate says who answers.
    Https,
    /// Only within the named networks.
    Http,
}

/// The networks that may be called though they are private.
#[derive(Debug, Clone, Default)]
pub struct Outbound {
    private: Vec<IpNet>,
}

/// An address that may be called, as far as can be told before its name is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub url: Url,
    pub scheme: Scheme,
}

impl Outbound {
    pub const fn new(private: Vec<IpNet>) -> Self {
        Self { private }
    }

    /// Whether any network is named.
    pub const fn names_networks(&self) -> bool {
        !self.private.is_empty()
    }

    /// Whether a server at the address may be called.
    pub fn allows(&self, scheme: Scheme, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let named = self.private.iter().any(|network| network.contains(&address));
        named || (scheme == Scheme::Https && is_public(address))
    }

    /// Errors: not a plain web address; `http` where no network is named; a port of other services; an IP address
    /// that may not be called. What a name leads to is looked at when it is called.
    pub fn parse(&self, text: &str) -> Result<Target, String> {
        let wrong = || "must be a full web address such as https://checker.example/check".to_owned();
        if text.len() > LONGEST_URL {
            return Err(format!("must have at most {LONGEST_URL} characters"));
        }
        let url = Url::parse(text.trim()).map_err(|_| wrong())?;
        let scheme = match url.scheme() {
            "https" => Scheme::Https,
            "http" if self.names_networks() => Scheme::Http,
            "http" => return Err("must begin with https://".to_owned()),
            _ => return Err(wrong()),
        };
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err("must have no user name, password or fragment in it".to_owned());
        }
        if !url.port_or_known_default().is_some_and(|port| matches!(port, 80 | 443 | 1024..)) {
            return Err("must have no port, or 443, or one from 1024 on".to_owned());
        }
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::from(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::from(address)),
            Some(Host::Domain(_)) => None,
            None => return Err(wrong()),
        };
        if literal.is_some_and(|address| !self.allows(scheme, address)) {
            return Err("must not lead into a private network; the operator can allow one (call_private)".to_owned());
        }
        Ok(Target { url, scheme })
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_the_standard_library_knows_as_special_is_not_public(bits in any::<u32>()) {
            let address = Ipv4Addr::from_bits(bits);
            let special = address.is_private() || address.is_loopback() || address.is_link_local()
                || address.is_multicast() || address.is_broadcast() || address.is_documentation()
                || address.is_unspecified();
            prop_assert!(!special || !is_public(address.into()));
        }

        #[test]
        fn nothing_of_a_special_network_is_public_in_any_spelling(which in 0..SPECIAL_V4.len(), bits in any::<u32>()) {
            let network: ipnet::Ipv4Net = SPECIAL_V4[which].parse().expect("a network");
            let address = Ipv4Addr::from_bits(network.network().to_bits() | (bits & network.hostmask().to_bits()));
            prop_assert!(!is_public(address.into()));
            prop_assert!(!is_public(address.to_ipv6_mapped().into()));
            let [a, b, c, d] = address.octets().map(u16::from);
            let (high, low) = (a << 8 | b, c << 8 | d);
            for leading_there in [
                Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
                Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, !high, !low),
            ] {
                prop_assert!(!is_public(leading_there.into()), "{leading_there}");
            }
            let (number, mapped) = (address.to_bits(), address.to_ipv6_mapped());
            for spelled in [format!("{address}"), format!("{number}"), format!("{number:#x}"), format!("[{mapped}]")] {
                let parsed = Outbound::default().parse(&format!("https://{spelled}/"));
                prop_assert!(parsed.is_err(), "{}", spelled);
            }
        }

        #[test]
        fn of_ipv6_only_what_was_handed_out_is_public(bits in any::<u128>()) {
            let address = Ipv6Addr::from_bits(bits);
            let special = address.is_loopback() || address.is_multicast() || address.is_unique_local()
                || address.is_unicast_link_local() || address.is_unspecified() || address.segments()[0] >> 13 != 1;
            prop_assert!(!special || !is_public(address.into()));
        }
    }

    #[test]
    fn every_special_network_is_understood() {
        assert_eq!(SPECIAL.len(), SPECIAL_V4.len() + SPECIAL_V6.len());
        assert!(GLOBAL.is_some());
    }

    #[test]
    fn public_addresses_are_public() {
        for address in ["8.8.8.8", "192.0.80.1", "100.128.0.1", "172.32.0.1", "2a00:1450::1", "2620:0:ccc::2"] {
            assert!(is_public(address.parse().expect("an address")), "{address}");
        }
    }

    #[test]
    fn http_is_for_named_networks_alone() {
        let named = Outbound::new(vec!["10.1.0.0/16".parse().expect("a network")]);
        let (inside, outside, public) = ("10.1.2.3", "10.2.0.1", "8.8.8.8");
        let allows = |scheme, address: &str| named.allows(scheme, address.parse().expect("an address"));
        assert!(allows(Scheme::Http, inside) && allows(Scheme::Https, inside) && allows(Scheme::Https, public));
        assert!(!allows(Scheme::Http, public) && !allows(Scheme::Http, outside) && !allows(Scheme::Https, outside));
        assert!(allows(Scheme::Http, "::ffff:10.1.2.3"));
        assert!(named.parse("http://10.1.2.3:8080/check").is_ok());
        assert!(named.parse("http://checker.internal/").is_ok());
        assert!(Outbound::default().parse("http://checker.example/").is_err());
    }

    #[test]
    fn only_plain_web_addresses_are_called() {
        let outbound = Outbound::default();
        for good in ["https://checker.example", "https://checker.example:8443/a?b=c", "https://1.1.1.1/"] {
            assert!(outbound.parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "checker.example",
            "ftp://checker.example/",
            "file:///etc/passwd",
            "https://ann:pw@checker.example/",
            "https://checker.example/#a",
            "https://checker.example:22/",
            "https://checker.example:0/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://0x7f.0.0.1/",
            "https://[::1]/",
            "https://[fd00::1]/",
            "https://169.254.169.254/latest/meta-data",
            "https://[fe80::1]/",
        ] {
            assert!(outbound.parse(bad).is_err(), "{bad} may be called");
        }
    }
}
