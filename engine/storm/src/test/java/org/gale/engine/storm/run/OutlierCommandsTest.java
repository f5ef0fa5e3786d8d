package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.replay.Runs;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.support.MemoryDirectory;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the law of outliers, by a journal of a TIME and two events, 5 and 7 ns behind its base. */
class OutlierCommandsTest
{
    private static final long BASE_NS = 1_000_000;
    private static final int LPI = 7;
    private static final int COMMANDS = 3;

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;
    private Path run;

    @BeforeEach
    void journal() throws IOException
    {
        run = directory.resolve("run");
        final UnsafeBuffer time = new UnsafeBuffer(new byte[CommandWord.TIME_WORDS * Long.BYTES]);
        Commands.time(time, 0, BASE_NS, BASE_NS);
        final long[] words = new long[CommandWord.TIME_WORDS + 2];
        for (int i = 0; i < CommandWord.TIME_WORDS; i++)
        {
            words[i] = time.getLong(i * Long.BYTES);
        }
        words[CommandWord.TIME_WORDS] = Commands.msi(1, 2, 5);
        words[CommandWord.TIME_WORDS + 1] = Commands.msi(1, 3, 7);
        try (JournalWriter writer = Runs.writer(run))
        {
            Runs.append(writer, COMMANDS, words);
        }
    }

    private String fault(final long command, final int lpiId, final long intendedNs) throws IOException
    {
        return OutlierCommands.fault(run, List.of(new StormLatencies.Explained(new Outlier(command, 1, lpiId,
            intendedNs, new Outlier.Batch(10, 20, 30, 40), 40, 2_040), OutlierCause.UNKNOWN, 0)));
    }

    @ParameterizedTest(name = "command {0}, LPI {1}, {2} ns")
    @CsvSource({ "2, 7, 5", "3, 7, 7", "0, 7, 5", "1, -1, 5", "9, 7, 5" })
    void shouldFindTheEventOfAnOutlier(final long command, final int lpiId, final long ns) throws IOException
    {
        assertEquals(null, fault(command, lpiId, BASE_NS + ns));
    }

    @ParameterizedTest(name = "command {0}")
    @CsvSource({ "1, 5", "3, 5", "2, 7" })
    void shouldFindAnotherCommand(final long command, final long ns) throws IOException
    {
        assertEquals("P14 broken: the result contradicts itself: command " + command +
            " of an outlier, LPI 7 of VM 1, is another command of the journal", fault(command, LPI, BASE_NS + ns));
    }
}
