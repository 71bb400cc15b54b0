//! Script: Simplified and Traditional Chinese. Conversion is off by default; what over-conversion broke is
//! repaired before any conversion.

mod convert;
mod forms;
mod over;
mod profile;
pub(crate) mod rules;

use crate::cleaner::Proposals;
use crate::normalise::options::Script;
use profile::Hand;

/// Proposes what the option asks for.
pub(crate) fn propose(text: &str, script: Script, proposals: &mut Proposals) {
    if script == Script::Keep || text.is_ascii() {
        return;
    }
    let hand = profile::hand(text);
    // What is converted as a whole needs no mending by words.
    let conversion = match (script, hand) {
        (Script::Keep, _) | (_, Hand::Neither) => return,
        (Script::Hans, Hand::Simplified | Hand::Traditional | Hand::Machine) => {
            Some(convert::Conversion::ToSimplified)
        }
        (Script::Original, Hand::Machine) => Some(convert::Conversion::ToSimplified),
        (Script::Original, _) => None,
        (Script::Hant, Hand::Traditional) => None,
        (Script::Hant, _) => Some(convert::Conversion::ToTraditional),
        (Script::Tw, Hand::Traditional) => Some(convert::Conversion::TaiwanForms),
        (Script::Tw, _) => Some(convert::Conversion::ToTaiwan),
        (Script::Hk, Hand::Traditional) => Some(convert::Conversion::HongKongForms),
        (Script::Hk, _) => Some(convert::Conversion::ToHongKong),
    };
    // A page that becomes Traditional keeps its forms where the words are all that is wrong with it.
    let words = match hand {
        Hand::Traditional => true,
        Hand::Machine => {
            matches!(script, Script::Hant | Script::Tw | Script::Hk) && over::is_mended_by_words(text)
        }
        Hand::Simplified | Hand::Neither => false,
    };
    if words && over::propose(text, proposals) {
        return;
    }
    if let Some(conversion) = conversion {
        convert::propose(text, conversion, proposals);
    }
}
