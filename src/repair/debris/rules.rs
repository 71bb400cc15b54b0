//! The rules of this folder.

use crate::rule::{Safety, rules};

rules! { Safety::Safe,
    /// `D101`: an HTML entity in text that is not HTML.
    HTML_ENTITY 34 "D101" "html-entity" "entity.md" "HTML entities in text that is not HTML: &amp;ldquo; → “";
    /// `D102`: a character written as an escape.
    LITERAL_ESCAPE 34 "D102" "literal-escape" "escape.md" "characters written as escapes in prose: \\n, \\u4f60, \\xe4\\xbd\\xa0";
    /// `D103`: characters without width.
    ZERO_WIDTH 8 "D103" "zero-width" "width.md" "characters without width where no script needs them, byte order marks inside";
    /// `D104`: controls of writing direction.
    BIDI_CONTROL 8 "D104" "bidi-control" "bidi.md" "controls of writing direction that do not pair or have nothing to control";
    /// `D105`: soft hyphens.
    SOFT_HYPHEN 8 "D105" "soft-hyphen" "hyphen.md" "soft hyphens where no word is hyphenated";
    /// `D106`: no-break spaces in place of spaces.
    NO_BREAK_SPACES 6 "D106" "no-break-spaces" "space.md" "a flood of no-break spaces in place of spaces";
    /// `D107`: private-use characters.
    PRIVATE_USE 8 "D107" "private-use" "private.md" "private-use characters: what icon fonts leave, and litter";
    /// `D108`: variation selectors and tags.
    VARIATION_SELECTOR 8 "D108" "variation-selector" "variation.md" "variation selectors and tags that select nothing";
    /// `D109`: escape sequences of terminals.
    TERMINAL_ESCAPE 9 "D109" "terminal-escape" "terminal.md" "escape sequences of terminals: colours and the like";
    /// `D110`: control characters.
    CONTROL_CHARACTER 7 "D110" "control-character" "control.md" "C0 and C1 control characters";
    /// `D111`: memory shown as text.
    MEMORY_FILL 8 "D111" "memory-fill" "fill.md" "unused memory shown as text: 烫烫烫烫烫烫烫烫";
}
