//! Clean text costs nothing: it comes back at the same address and nothing is allocated on the way.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use mojimend::Cleaner;
use std::alloc::{GlobalAlloc, Layout, System};
use std::borrow::Cow;
use std::cell::Cell;

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes straight on to the system allocator; the counter is thread-local and never
// allocates itself.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.with(Cell::get);
    work();
    ALLOCATIONS.with(Cell::get) - before
}

#[test]
fn clean_text_is_borrowed_and_nothing_is_allocated() {
    let cleaner = Cleaner::new();
    let texts = [
        "",
        "plain English, with a question? And (brackets).",
        "東莞市衛生健康局介紹，今年以來全市醫療資源持續擴容。\n服務體系逐步健全！真的嗎？\n",
        "首页\n公司始建于1998年，生产液压站和液压油缸。\n联系我们\n",
        "日本語の文章です。難しいですか？\n",
    ];
    for text in texts {
        let count = allocations(|| {
            let cleaned = cleaner.clean(text);
            assert!(matches!(cleaned.text, Cow::Borrowed(_)));
            assert_eq!(cleaned.text.as_ptr(), text.as_ptr());
            assert_eq!(cleaned.text.len(), text.len());
        });
        assert_eq!(count, 0, "{text}");
    }
}

#[test]
fn the_counter_counts() {
    assert!(allocations(|| drop(std::hint::black_box(vec![1_u8; 10]))) > 0);
}
