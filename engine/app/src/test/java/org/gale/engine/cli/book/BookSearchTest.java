package org.gale.engine.cli.book;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the search of the book, by the words that readers typed who did not know its terms. */
class BookSearchTest
{
    private static final int FIRST = 3;

    private final Book book = Book.read();
    private final BookSearch search = new BookSearch(book);

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "lost interrupt, lost-interrupt", "race, hunt", "missing wait, hunt", "memory ordering, hunt", "reorder, hunt",
        "gsb, rules", "barrier, rules", "its cache, lost-interrupt", "stale cache, lost-interrupt",
        "interrupt never arrives, script", "not delivered, script", "spurious, script", "exit code 7, start",
        "exit code, start", "regression test, script", "live migration, migration", "eventfd, monitor",
        "irqfd, functions", "pba, monitor", "mask, functions", "vfio, device", "save restore, migration",
        "snapshot, functions", "downtime, migration", "resampler, functions", "dirty tracking, migration",
        "pre-copy, migration", "direct injection, worth", "ftrace, traffic", "perf script, traffic",
        "import my trace, traffic", "halt polling, virtual", "halt_poll_ns, virtual", "NAPI, traffic",
        "posted interrupts, direct-injection", "IRQ affinity, virtual", "tail latency, latency", "vPEID, answers",
        "pool size, answers", "break-even, answers", "overcommit ratio, answers"})
    void shouldFindThePageAmongTheFirstThree(final String words, final String page)
    {
        final List<String> pages = search.find(words).stream().limit(FIRST).map(hit -> hit.page().name()).toList();

        assertTrue(pages.contains(page), () -> words + ": " + pages);
    }

    @Test
    void shouldPutATitleBeforeATextAndFindNothingWithoutAllWords()
    {
        assertEquals("kvm#who-owns-a-ppi", search.find("Who owns  PPI").get(0).place());
        assertTrue(search.find("ppi nowherezz").isEmpty());
    }

    /** Further terms are of sections that are there; each is in small letters, as words are compared. */
    @Test
    void shouldHaveASectionForEachTerm()
    {
        final List<String> sections = book.pages().stream().flatMap(page -> page.sections().stream()
            .map(section -> page.name() + '#' + section.anchor())).collect(Collectors.toList());

        assertFalse(search.places().isEmpty());
        assertEquals(List.of(), search.places().stream().filter(place -> !sections.contains(place)).toList());
        book.pages().forEach(page -> page.sections().forEach(section -> search.terms(page, section)
            .forEach(term -> assertEquals(term.toLowerCase(Locale.ROOT).strip(), term))));
    }
}
