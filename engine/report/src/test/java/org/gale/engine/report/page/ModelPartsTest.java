package org.gale.engine.report.page;

import java.util.List;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Parts of a page about a model: the time of the PEs, and what devices with models have completed. */
class ModelPartsTest
{
    private final Markup page = new Markup();
    private final PageParts parts = new PageParts(page);

    @Test
    void shouldDrawTheTimeOfThePesByState() throws JsonProcessingException
    {
        ModelParts.draw(page, parts, json("{'pe_time_ns': {'guest': 1500, 'idle': 0, 'halted': 500}, " +
            "'off_pe_ns': {'trap': 70}, 'model': {'exits': 3}}"));

        assertEquals(List.of("section", "h2: PE time", "div chart pe Time of all PEs by state",
            "div wide", "table", "tr", "th t: state", "th n: ns", "th n: share",
            "tr", "td: guest", "td n /pe_time_ns/guest: 1,500", "td n: 75.00 %",
            "tr", "td: idle", "td n /pe_time_ns/idle: 0", "td n: 0.00 %",
            "tr", "td: halted", "td n /pe_time_ns/halted: 500", "td n: 25.00 %",
            "tr", "td: off PEs: trap", "td n /off_pe_ns/trap: 70", "td n: -",
            "section", "h2: Model", "div wide", "table", "tr", "td: exits", "td n /model/exits: 3"),
            PageElements.of(page));
    }

    @Test
    void shouldHaveARowForEachGroupAndForEachThatSends() throws JsonProcessingException
    {
        DevicesTable.draw(page, parts, json("{'groups': [" +
            "{'name': 'a', 'completions': 4000, 'interrupts': 1000, 'completions_per_s': 2000, " +
            "'interrupts_per_s': 500, 'deferred_ns': {'count': 9, 'mean': 1.5}, 'latency_ns': {'request': {" +
            "'count': 120, 'p50': 7, 'p90': 8, 'p99': 9, 'p99_9': null, 'p99_99': null, 'max': 9}}}, " +
            "{'name': 'b', 'completions': 0, 'interrupts': 0, 'latency_ns': {'sender_wait': {'count': 1200, " +
            "'p50': 1, 'p90': 2, 'p99': 3, 'p99_9': 4, 'p99_99': null, 'max': 6}}}]}"), "Slowest.",
            List.of("One.", "Two."));

        assertEquals(List.of("section", "h2: Devices", "div wide", "table",
            "tr", "th t: group", "th n: completions", "th n: interrupts", "th n: ratio",
            "th n: completions/s", "th n: interrupts/s", "th n: deferred, ns",
            "tr", "td: a", "td n /groups/0/completions: 4,000", "td n /groups/0/interrupts: 1,000", "td n: 0.2500",
            "td n /groups/0/completions_per_s: 2,000", "td n /groups/0/interrupts_per_s: 500",
            "td n /groups/0/deferred_ns/mean: 1.5",
            "tr", "td: b", "td n /groups/1/completions: 0", "td n /groups/1/interrupts: 0", "td n: -",
            "td n /groups/1/completions_per_s: -", "td n /groups/1/interrupts_per_s: -",
            "td n /groups/1/deferred_ns/mean: -",
            "div wide", "table", "tr", "th t: request, ns", "th n: samples", "th n: p50", "th n: p90", "th n: p99",
            "th n: p99.9", "th n: p99.99", "th n: max",
            "tr", "td: a", "td n /groups/0/latency_ns/request/count: 120",
            "td n /groups/0/latency_ns/request/p50: 7", "td n /groups/0/latency_ns/request/p90: 8",
            "td n /groups/0/latency_ns/request/p99: 9", "td n /groups/0/latency_ns/request/p99_9: -",
            "td n /groups/0/latency_ns/request/p99_99: -", "td n /groups/0/latency_ns/request/max: 9",
            "div wide", "table", "tr", "th t: sender wait, ns", "th n: samples", "th n: p50", "th n: p90", "th n: p99",
            "th n: p99.9", "th n: p99.99", "th n: max",
            "tr", "td: b", "td n /groups/1/latency_ns/sender_wait/count: 1,200",
            "td n /groups/1/latency_ns/sender_wait/p50: 1", "td n /groups/1/latency_ns/sender_wait/p90: 2",
            "td n /groups/1/latency_ns/sender_wait/p99: 3", "td n /groups/1/latency_ns/sender_wait/p99_9: 4",
            "td n /groups/1/latency_ns/sender_wait/p99_99: -", "td n /groups/1/latency_ns/sender_wait/max: 6",
            "p dim: A vCPU that interrupts all others waits for the slowest acknowledge.",
            "p dim: Slowest.", "p dim: One.", "p dim: Two."), PageElements.of(page));
    }

    @Test
    void shouldSayNothingOfDevicesOrWaitsThatAreNot() throws JsonProcessingException
    {
        DevicesTable.draw(page, parts, json("{'groups': [{'name': 'a'}]}"), "Slowest.", List.of("One."));
        assertEquals("", PageElements.text(page));

        DevicesTable.draw(page, parts, json("{'groups': [{'name': 'a', 'completions': 1, 'interrupts': 1}]}"), "",
            List.of());
        assertEquals(List.of(), PageElements.of(page, "p"));
        assertEquals(1, PageElements.of(page, "table").size());
    }

    private static JsonNode json(final String text) throws JsonProcessingException
    {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
