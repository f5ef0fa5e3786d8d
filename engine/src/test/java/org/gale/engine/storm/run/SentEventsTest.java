package org.gale.engine.storm.run;

import java.util.List;
import java.util.Map;
import org.gale.engine.storm.latency.LatencySummary;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of the equation of what was sent and what was offered. */
@Tag("P13")
class SentEventsTest
{
    private static StormParts parts(final long... offered)
    {
        final List<StormParts.OfGroup> groups = List.of(group("a", 1, offered[0]), group("b", 2, offered[1]),
            group(StormParts.NO_VM, 0, offered[2]));

        return new StormParts(groups, List.of());
    }

    private static StormParts.OfGroup group(final String name, final int vms, final long offered)
    {
        return new StormParts.OfGroup(
            name, vms, new PartAccount(0, offered, offered, 0, 0, 0), LatencySummary.EMPTY);
    }

    private static StormAccounting accounting(final long offered, final long untranslated, final long unreachable)
    {
        return new StormAccounting(offered, offered - untranslated - unreachable, 0, 0,
            Map.of(StormAccounting.UNTRANSLATED, untranslated, StormAccounting.UNREACHABLE, unreachable),
            List.of(), List.of());
    }

    private static SentEvents sent(final StormParts parts, final long beside, final long... sent)
    {
        return SentEvents.of(parts, group -> sent[group], group -> group == 1 ? 5 : 0, beside);
    }

    @Test
    void shouldCountTicksAndEventsOfNoVmByGroup()
    {
        final SentEvents sent = sent(parts(100, 40, 8), 2, 103, 48);

        assertEquals(153, sent.sent());
        assertEquals(5, sent.ticksHigh());
        assertEquals(new SentEvents.OfGroup("a", 103, 0, 3), sent.group("a"));
        assertEquals(new SentEvents.OfGroup("b", 48, 5, 3), sent.group("b"));
        assertNull(sent.group(StormParts.NO_VM));
        assertNull(sent.fault(accounting(148, 7, 1)));
    }

    @ParameterizedTest
    @CsvSource({ "147, more was sent", "149, more was offered" })
    void shouldFindADifferenceInEitherDirection(final long offered, final String what)
    {
        assertEquals("P13 broken: devices and producers sent 153 events, of which 5 found their wire high, and " +
            offered + " were offered", sent(parts(100, 40, 8), 2, 103, 48).fault(accounting(offered, 8, 0)), what);
    }

    @Test
    void shouldFindAnEventOfAnotherGroup()
    {
        assertEquals("P13 broken: group a was offered 1 event more than its devices sent",
            sent(parts(100, 40, 0), 0, 99, 46).fault(accounting(140, 0, 0)));
    }

    @Test
    void shouldFindAnEventThatReachedNoVmAndWasNotRejected()
    {
        assertEquals("P13 broken: 3 events of the groups reached none of their VMs, and 2 were untranslated or " +
            "unreachable", sent(parts(100, 40, 0), 0, 101, 47).fault(accounting(143, 1, 1)));
    }
}
