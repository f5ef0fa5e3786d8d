package org.gale.engine.storm.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static Map<String, EventAccount> groups(final long... offered)
    {
        final Map<String, EventAccount> groups = new LinkedHashMap<>();
        groups.put("a", new EventAccount(0, offered[0], offered[0], 0, 0, 0));
        groups.put("b", new EventAccount(0, offered[1], offered[1], 0, 0, 0));

        return groups;
    }

    private static StormAccounting accounting(final long offered, final long untranslated, final long unreachable)
    {
        return new StormAccounting(offered, offered - untranslated - unreachable, 0, 0,
            Map.of(StormAccounting.UNTRANSLATED, untranslated, StormAccounting.UNREACHABLE, unreachable),
            List.of(), List.of());
    }

    /** Returns the events of two groups. Three of each reached no VM, and five ticks of b found their wire high. */
    private static SentEvents sent(final Map<String, EventAccount> groups, final long beside, final long... sent)
    {
        return SentEvents.of(groups, group -> sent[group], group -> group == 1 ? 5 : 0, group -> 3, beside);
    }

    @Test
    void shouldCountTicksAndEventsOfNoVmByGroup()
    {
        final SentEvents sent = sent(groups(100, 40), 2, 103, 48);

        assertEquals(153, sent.sent());
        assertEquals(5, sent.ticksHigh());
        assertEquals(8, sent.ofNoVm());
        assertEquals(new SentEvents.OfGroup("a", 100, 103, 0, 3), sent.group("a"));
        assertEquals(new SentEvents.OfGroup("b", 40, 48, 5, 3), sent.group("b"));
        assertNull(sent.group(Part.NO_VM));
        assertNull(sent.fault(accounting(148, 7, 1)));
    }

    @ParameterizedTest
    @CsvSource({ "147, more was sent", "149, more was offered" })
    void shouldFindADifferenceInEitherDirection(final long offered, final String what)
    {
        assertEquals("P13 broken: devices and producers sent 153 events, of which 5 found their wire high, and " +
            offered + " were offered", sent(groups(100, 40), 2, 103, 48).fault(accounting(offered, 8, 0)), what);
    }

    /** One event more of a group is one less of the other, so that all together are as many as were offered. */
    @ParameterizedTest
    @CsvSource({ "102, 49", "104, 47" })
    void shouldFindAnEventOfAnotherGroup(final long ofA, final long ofB)
    {
        assertEquals("P13 broken: devices and producers of group a sent " + ofA +
            " events, of which 0 found their wire high and 3 reached no VM, and 100 were offered",
            sent(groups(100, 40), 2, ofA, ofB).fault(accounting(148, 8, 0)));
    }

    @Test
    void shouldFindTheGroupWhoseTicksDiffer()
    {
        assertEquals("P13 broken: devices and producers of group b sent 47 events, of which 5 found their wire high " +
            "and 3 reached no VM, and 40 were offered",
            sent(groups(100, 40), 3, 103, 47).fault(accounting(148, 8, 0)));
    }

    @ParameterizedTest
    @CsvSource({ "7, more named what no device has", "9, more were rejected" })
    void shouldFindAnEventThatReachedNoVmAndWasNotRejected(final long rejected, final String what)
    {
        assertEquals("P13 broken: 8 events named what no device has, and " + rejected +
            " were untranslated or unreachable",
            sent(groups(100, 40), 2, 103, 48).fault(accounting(148, rejected - 1, 1)), what);
    }
}
