//! The rules of this folder.

use crate::rule::{Safety, rules};

rules! { Safety::Optional,
    /// `N101`: any HTML entity.
    EVERY_ENTITY 9 "N101" "every-entity" "entities.md" "HTML entities that the rules for damage leave: &amp; → &";
    /// `N102`: any escape sequence of a terminal.
    EVERY_TERMINAL_ESCAPE 9 "N102" "every-terminal-escape" "terminal.md" "escape sequences of terminals, wherever they stand";
    /// `N103`: C1 control characters read as Windows-1252.
    C1_CONTROL 8 "N103" "c1-control" "c1.md" "C1 control characters as the marks of Windows-1252: U+0092 → ’";
    /// `N104`: Latin ligatures.
    LIGATURE 7 "N104" "ligature" "ligatures.md" "Latin ligatures as letters: ﬁ → fi";
    /// `N105`: letters and digits of another width.
    LETTER_WIDTH 7 "N105" "letter-width" "letters.md" "letters and digits in their usual width: Ａ１ → A1, ｶ → カ";
    /// `N106`: punctuation of another width.
    PUNCTUATION_WIDTH 6 "N106" "punctuation-width" "punctuation.md" "punctuation in half width, or full width between Chinese characters";
    /// `N107`: quotation marks.
    QUOTATION_MARK 5 "N107" "quotation-mark" "quotes.md" "quotation marks in one form: “ → \", or \" → “ in Chinese";
    /// `N108`: dashes.
    DASH 5 "N108" "dash" "dashes.md" "dashes in one form: – → -";
    /// `N109`: line ends.
    LINE_END 5 "N109" "line-end" "line_ends.md" "line ends as LF";
    /// `N110`: any control character.
    EVERY_CONTROL 5 "N110" "every-control" "controls.md" "control characters that no text needs";
    /// `N111`: Unicode normalisation form.
    UNICODE_FORM 4 "N111" "unicode-form" "form.md" "Unicode's normal forms NFC and NFKC";
    /// `N112`: spaces at line ends.
    TRAILING_SPACE 3 "N112" "trailing-space" "trailing_space.md" "spaces and tabs at line ends";
    /// `N113`: blank lines.
    BLANK_LINES 4 "N113" "blank-lines" "blank_lines.md" "more blank lines in a row than asked for";
    /// `N114`: lines broken inside sentences.
    HARD_WRAP 4 "N114" "hard-wrap" "hard_wraps.md" "lines broken inside sentences, joined";
    /// `N115`: headings with spaces between all characters.
    SPACED_HEADING 5 "N115" "spaced-heading" "spaced_headings.md" "headings with spaces between all characters: 摘    要 → 摘要";
    /// `N116`: text with one character a line.
    VERTICAL_TEXT 6 "N116" "vertical-text" "vertical_text.md" "text with one character a line, turned into lines";
}
