//! `--drop-unrecoverable`: what goes of text that no longer says anything.

use crate::Config;
use crate::config::DropUnrecoverable;
use crate::corpus::Filter;

/// What goes, and from which share on, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Unrecoverable {
    Spans,
    Lines(Option<f32>),
    Documents(f32),
}

/// More than this share of a document's bytes, and it says little.
const DOCUMENT_SHARE: f32 = 0.05;

impl Unrecoverable {
    /// Reads what stands behind the option.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (what, share) = match text.split_once('>') {
            Some((what, share)) => {
                let number = share.trim().parse().ok().filter(|share| (0.0..=1.0).contains(share));
                (what.trim(), Some(number.ok_or("the share must be a number from 0 to 1: 'lines>0.3'")?))
            }
            None => (text.trim(), None),
        };
        match (what, share) {
            ("spans", None) => Ok(Self::Spans),
            ("spans", Some(_)) => {
                Err("spans go whatever their share is; 'lines>0.3' and 'documents>0.05' have one".into())
            }
            ("lines", share) => Ok(Self::Lines(share)),
            ("documents", share) => Ok(Self::Documents(share.unwrap_or(DOCUMENT_SHARE))),
            _ => {
                Err("must be spans, lines or documents, the last two with a share if need be: 'lines>0.3'"
                    .into())
            }
        }
    }

    /// Sets what a cleaner does about it.
    pub(crate) fn apply(self, config: &mut Config) {
        config.misread.drop_unrecoverable = match self {
            Self::Spans => DropUnrecoverable::Spans,
            Self::Lines(_) => DropUnrecoverable::Lines,
            Self::Documents(_) => return,
        };
        if let Self::Lines(Some(share)) = self {
            config.misread.unrecoverable_share = share;
        }
    }

    /// Which documents are left out, beside those of another expression.
    pub(crate) fn filter(self, other: Option<Filter>) -> Option<Filter> {
        let Self::Documents(share) = self else { return other };
        let own = Filter::unrecoverable(share);
        Some(match other {
            Some(other) => other.or(own),
            None => own,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_goes_and_from_which_share_on() {
        for (text, wanted) in [
            ("spans", Unrecoverable::Spans),
            ("lines", Unrecoverable::Lines(None)),
            ("lines>0.3", Unrecoverable::Lines(Some(0.3))),
            ("documents", Unrecoverable::Documents(DOCUMENT_SHARE)),
            ("documents > 0.2", Unrecoverable::Documents(0.2)),
        ] {
            assert_eq!(Unrecoverable::parse(text), Ok(wanted), "{text}");
        }
        for text in ["", "pages", "spans>0.5", "lines>2", "lines>", "documents>x"] {
            assert!(Unrecoverable::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn documents_are_left_out_beside_those_of_an_expression() {
        let other = Filter::parse("edits>3").ok();
        let both = Filter::parse("edits>3 or unrecoverable>0.25").ok();
        assert_eq!(Unrecoverable::Documents(0.25).filter(other.clone()), both);
        assert_eq!(Unrecoverable::Documents(0.25).filter(None), Filter::parse("unrecoverable>0.25").ok());
        assert_eq!(Unrecoverable::Spans.filter(other.clone()), other);
    }
}
