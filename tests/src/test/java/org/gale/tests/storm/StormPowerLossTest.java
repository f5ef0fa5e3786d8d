package org.gale.tests.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.journal.JournalPosition;
import org.gale.tests.support.Await;
import org.gale.tests.support.CCompiler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Test of a machine that goes down under a storm with durability {@code forced} and loses every page that was not
 * forced. The journal is repaired and resumed, and holds every forced frame (P11). A layer between the process and the
 * C library records each force, so that the test does not believe the journal's own mark.
 */
@Timeout(900)
@TestInstance(Lifecycle.PER_CLASS)
class StormPowerLossTest
{
    private static final int EXIT_OK = 0;
    private static final int EXIT_JOURNAL_DAMAGED = 6;
    private static final long SECOND_SEGMENT = 1L << StormJournal.SEGMENT_SHIFT;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    /** Forces after the first of the second segment. */
    private static final int FORCES = 40;

    @TempDir
    private Path directory;
    private Path killed;
    private JournalPosition forced;

    /** Content of the device in place of the pages that were not forced. */
    enum Loss
    {
        ZEROED, CUT, GARBAGE
    }

    /** Runs the storm whose journal each loss damages in another way. */
    @BeforeAll
    void runStorm(@TempDir final Path storms) throws Exception
    {
        killed = storms.resolve("run");
        final StormJournal journal = new StormJournal(killed);
        final Path forces = Files.createDirectories(storms.resolve("forces"));
        storm(storms, killed, journal, forces);
        forced = journal.forcedPosition(forces);
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    @Tag("P11")
    void shouldResumeWithAllForcedFramesWhenEveryOtherPageIsLost(final Loss loss) throws Exception
    {
        final Path run = directory.resolve("run");
        final Path report = directory.resolve("report.json");
        final StormJournal journal = new StormJournal(run);
        copy(killed, run);
        final long commands = forced.chain().nextSequence() - 1;
        lose(run, forced, loss);
        journal.loseBoot();

        final String refusal = GaleRun.said(EXIT_JOURNAL_DAMAGED, "storm", "--resume", run.toString());
        assertThat(refusal).contains("gale journal repair " + run);
        final String repair = GaleRun.said(EXIT_OK, "journal", "repair", run.toString());
        assertThat(repair).contains(String.format("repaired %s \u00b7 %,d commands", run, commands));
        final String resumed = GaleRun.said(EXIT_OK, "storm", "--resume", run.toString(), "--duration", "200ms",
            "--json", report.toString());

        assertThat(resumed).contains(String.format("resumed  after command %,d ", commands));
        journal.assertWhole(report, StormJournal.SMALL_EVENTS);
    }

    /** Runs a storm until it has forced for a while in its second segment, and kills it between two forces. */
    private static void storm(
        final Path directory, final Path run, final StormJournal journal, final Path forces) throws Exception
    {
        final Path recorder =
            CCompiler.compile("record_forces.c", directory.resolve("record_forces.so"), "-shared", "-fPIC");
        final List<String> words = Stream.concat(Stream.of("storm", "--journal", run.toString(), "--durability",
            "forced", "--duration", "100s"), Stream.of(StormJournal.SMALL)).toList();
        try (StormProcess storm = new StormProcess(directory, words,
            Map.of("LD_PRELOAD", recorder.toString(), "GALE_FORCES", forces.toString(),
                "GALE_JOURNAL", directory.toRealPath().resolve(run.getFileName()).toString())))
        {
            Await.until(() -> journal.acknowledged(true) >= SECOND_SEGMENT || !storm.isAlive(), LIMIT, "a segment");
            for (int force = 0; force < FORCES; force++)
            {
                final long before = journal.acknowledged(true);
                Await.until(() -> journal.acknowledged(true) > before || !storm.isAlive(), LIMIT, "a force");
            }
            Await.until(() -> journal.acknowledged(false) > journal.acknowledged(true) || !storm.isAlive(), LIMIT,
                "a frame that waits for its force");
            assertTrue(storm.isAlive(), storm.err());
            storm.kill();
        }
    }

    private static void copy(final Path from, final Path to) throws IOException
    {
        try (Stream<Path> files = Files.walk(from))
        {
            for (final Path file : files.toList())
            {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    /** Removes everything behind a position, in reserved segments, too. */
    private static void lose(final Path run, final JournalPosition place, final Loss loss) throws IOException
    {
        final SplittableRandom random = new SplittableRandom(1);
        for (int segment = place.segment(); Files.exists(file(run, segment)); segment++)
        {
            final long from = segment == place.segment() ? place.offset() : 0;
            try (FileChannel channel = FileChannel.open(file(run, segment), StandardOpenOption.WRITE))
            {
                final byte[] pages = new byte[(int)Math.min(1 << 20, channel.size() - from)];
                if (loss == Loss.GARBAGE)
                {
                    random.nextBytes(pages);
                }
                channel.write(ByteBuffer.wrap(pages), from);
                if (loss == Loss.CUT)
                {
                    channel.truncate(from);
                }
            }
        }
    }

    private static Path file(final Path run, final int segment)
    {
        return run.resolve(String.format("%06d", segment)).resolve("19700101F.cq4");
    }
}
