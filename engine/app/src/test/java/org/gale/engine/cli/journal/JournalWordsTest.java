package org.gale.engine.cli.journal;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.PurgedSegments;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the words for the ends, the purged parts and the origins of journals. */
class JournalWordsTest
{
    @Test
    void shouldNameEachEndForPeopleAndForPrograms()
    {
        assertEquals(List.of("closed", "not closed: its writer died", "damaged", "not closed: the machine went down"),
            Stream.of(JournalEnd.Status.values()).map(JournalWords::end).toList());
        assertEquals(List.of("closed", "left", "damaged", "power_loss"),
            Stream.of(JournalEnd.Status.values()).map(JournalWords::name).toList());
    }

    @Test
    void shouldGiveAVerdictOfEachEnd()
    {
        assertEquals(List.of("sound    closed and sealed",
            "sound    not closed: its writer died; everything acknowledged is there", "damaged",
            "not sound at its end: the machine went down"),
            Stream.of(JournalEnd.Status.values()).map(JournalReport::verdict).toList());
    }

    @Test
    void shouldNameTheLastPurgedSegmentAndCommand()
    {
        assertEquals("segments 0 to 0, commands 1 to 9 (--journal-limit)",
            JournalWords.purged(new PurgedSegments(1, 9, 2, 100)));
        assertEquals("segments 0 to 1,233, commands 1 to 5,678,901 (--journal-limit)",
            JournalWords.purged(new PurgedSegments(1_234, 5_678_901, 4_000, 1 << 30)));
    }

    @Test
    void shouldSayWhereTheRetainedCommandsBegin()
    {
        assertEquals("without a snapshot: there is nothing to replay from", JournalWords.begins(-1));
        assertEquals("with the snapshot after command 0", JournalWords.begins(0));
        assertEquals("with the snapshot after command 1,234", JournalWords.begins(1_234));
    }

    @Test
    void shouldNameVersionMachineAndSeed()
    {
        final RunConfiguration script = new RunConfiguration("1.2", MachineConfig.parse(List.of("pes=1")), 31);
        final MachineConfig large = MachineConfig.parse(List.of("pes=1024"));

        assertEquals("gale 1.2 \u00b7 1 PE \u00b7 seed 31", JournalWords.origin(script));
        assertEquals("gale 1.2 \u00b7 1 PE \u00b7 seed 31 \u00b7 a storm",
            JournalWords.origin(script.with(RunConfiguration.JOB, "{}")));
        assertEquals("gale 1.3 \u00b7 1,024 PEs \u00b7 seed 1",
            JournalWords.origin(new RunConfiguration("1.3", large, 1)));
    }

    @Test
    void shouldDivideBytesByCommandsIfThereAreAny()
    {
        assertEquals(8.5, JournalReport.bytesPerCommand(end(2, 17)));
        assertEquals(17, JournalReport.bytesPerCommand(end(1, 17)));
        assertEquals(0, JournalReport.bytesPerCommand(end(0, 17)));
    }

    private static JournalEnd end(final long commands, final long bytes)
    {
        return new JournalEnd(JournalEnd.Status.LEFT, null, commands, 1, bytes, 1, List.of(), PurgedSegments.NONE);
    }
}
