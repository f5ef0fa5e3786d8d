package org.gale.engine.storm.run;

import java.util.List;
import java.util.Map;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.agent.NoteLog;
import org.gale.engine.storm.result.Stalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StallLawsTest
{
    private static final String NAME = "engine";
    private static final long END_NS = 10_000_000;

    private final NoteLog log = new NoteLog();

    private List<String> faults(final long longestNs)
    {
        return StallLaws.faults(new Stalls(END_NS, 1, List.of(new Stalls.OfThread(NAME, 0, longestNs)), 0, 0),
            Map.of(NAME, log), END_NS);
    }

    @BeforeEach
    void note()
    {
        log.add(NoteKind.STALL, 1_000_000, 3_000_000, 0);
        log.add(NoteKind.COMPILATION, 5_000_000, 9_000_000, 0);
        log.add(NoteKind.BATCH, 1_000_000, 9_000_000, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = { 2_000_000, 3_000_000, 4_000_000 })
    void shouldFindAStallInTheMomentsOfItsThread(final long longestNs)
    {
        assertEquals(List.of(), faults(longestNs));
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 1_999_999, 4_000_001 })
    void shouldFindAStallOfAnotherThread(final long longestNs)
    {
        assertEquals(List.of("/stalls/engine/longest_ns is " + longestNs +
            ", and the longest stall that the thread noted lasted 4000000"), faults(longestNs));
    }

    @Test
    void shouldAskForNoMomentAfterTheEnd()
    {
        log.add(NoteKind.STALL, END_NS - 9_000_000, END_NS + 1, 0);

        assertEquals(List.of(), faults(4_000_000));
    }

    @Test
    void shouldFindThatNobodyWatched()
    {
        assertEquals(List.of("/stalls has no engine"), StallLaws.faults(Stalls.NONE, Map.of(NAME, log), END_NS));
    }
}
