package org.gale.tests.concurrency;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Tests of every hand-over between threads under jcstress, and of its broken twin.
 * <pre>
 *   hand-over                                   test                     broken twin
 *   words of a lane                             LaneStress.Publish       BrokenLaneStress.Publish
 *   slots of a lane, given back                 LaneStress.GiveBack      BrokenLaneStress.GiveBack
 *   effects of completed commands               LaneStress.Complete      BrokenLaneStress.Complete
 *   a lane, to the next producer                AttachStress.HandOver    BrokenAttachStress.HandOver
 *   the engine's end, to a producer             AttachStress.Ending      BrokenHandOvers.Ending
 *   reserved space, to the appender             SpaceStress.Ready        BrokenHandOvers.Space
 *   notes of the engine, to their readers       NotesStress.Add          BrokenHandOvers.Notes
 *   an appended frame, by the mark              MarkStress.Append        BrokenMarks.Append
 *   a forced frame, by the mark                 MarkStress.Force         BrokenMarks.Force
 *   the header of the counters                  CountersStress.Begin     BrokenMarks.Begin
 *   a counter                                   CountersStress.Count     BrokenMarks.Count
 * </pre>
 * Orders of stores into files, the mark's among them, are recorded by {@code JournalOrderTest}. The access modes of all
 * of these, and of counters and flags, are those of {@code AccessModesTest}: x86 hides a release that is missing.
 */
@Isolated("the actors of a test need a processor each")
class HandOverStressTest
{
    private static final Set<String> SOUND = Set.of("LaneStress.Publish", "LaneStress.GiveBack", "LaneStress.Complete",
        "AttachStress.HandOver", "AttachStress.Ending", "SpaceStress.Ready", "NotesStress.Add", "MarkStress.Append",
        "MarkStress.Force", "CountersStress.Begin", "CountersStress.Count");
    private static final Set<String> TWINS = Set.of("BrokenLaneStress.Publish", "BrokenLaneStress.GiveBack",
        "BrokenLaneStress.Complete", "BrokenAttachStress.HandOver", "BrokenHandOvers.Ending",
        "BrokenHandOvers.Space", "BrokenHandOvers.Notes", "BrokenMarks.Append", "BrokenMarks.Force",
        "BrokenMarks.Begin", "BrokenMarks.Count");

    /** The harness examines the machine for some seconds before each run, so that all tests have one. */
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldHandOverWholeAndInOrder() throws IOException, InterruptedException
    {
        StressRun.of(StressRun.pattern(SOUND) + "$", StressRun.SHORT).assertSound(SOUND);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldFindEachBrokenTwin() throws IOException, InterruptedException
    {
        StressRun.findTwins(TWINS, StressRun.SHORT, StressRun.SHORT_BOUND_NS);
    }
}
