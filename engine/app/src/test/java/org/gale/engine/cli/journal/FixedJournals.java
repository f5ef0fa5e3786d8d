package org.gale.engine.cli.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.gale.engine.replay.Runs;
import org.gale.engine.support.Reserves;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Journals whose bytes are the same in each run, for tests of whole texts. A frame takes 56 bytes and its payload,
 * which ends at a multiple of 8.
 */
final class FixedJournals
{
    /** Configuration of 31 bytes. */
    static final String SCRIPT = "gale=test\nmachine=pes=2\nseed=1\n";
    /** Keys of the machine of {@link #SCRIPT}, as lines of at most 100 columns. */
    static final String MACHINE = """
        machine     preset=full ram=0x40000000:0x40000000 pes=2 irs.config=0x8010000 irs.setlpi=0x8020000
                    its.config=0x8100000 its.translate=0x8110000 iwb.config=0x8200000 spis=256 spi_base=0
                    id_bits=24 min_lpi_id_bits=14 pri_bits=5 vm_id_bits=16 vpe_id_bits=16 deviceid_bits=20
                    eventid_bits=16 ppis=3,15,19-31,64-95 one_n=0 virt_one_n=0 swe=1 strict=0 nmi=0
        """;

    private static final JournalConfig CONFIG = JournalConfig.DEFAULT.withBlocks(8 * 1024 - 4, List.of(64 * 1024))
        .with(Reserves.of(16 * 1024, 32 * 1024)).withId(0x3f9c_07d2_e5b1_88a4L);
    /** Commands of a frame of which ten fit in a segment. */
    private static final int MANY = 700;
    /** Length of a payload that fits no more in a segment of ten such frames. */
    private static final int LONG_PAYLOAD = 5_000;

    private FixedJournals()
    {
    }

    static JournalWriter create(final Path journal, final String configuration) throws IOException
    {
        return new JournalOpening(CONFIG).create(journal, configuration.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a closed journal that has a configuration alone. */
    static Path empty(final Path journal, final String configuration) throws IOException
    {
        create(journal, configuration).close();

        return journal;
    }

    /**
     * Writes a closed journal: commands 1 to 2, a digest, and commands 3 to 6 of 1.23456789 s, the last of which is no
     * command.
     */
    static Path closed(final Path journal) throws IOException
    {
        try (JournalWriter writer = create(journal, SCRIPT))
        {
            Runs.append(writer, 2, Commands.msi(12, 7, 0), Commands.turn(1, 64));
            assertTrue(writer.append(Frame.DIGEST, 41));
            writer.time(1_234_567_890);
            Runs.append(writer, 4, Commands.timeWord(1_000), 1_100, Commands.msi(1, 2, 3), Commands.msi(1, 3, 4), 0);
        }

        return journal;
    }

    /** Leaves a journal of two commands, as a writer that dies does. */
    static Path left(final Path journal) throws IOException
    {
        final Path open = journal.resolveSibling(journal.getFileName() + ".open");
        try (JournalWriter writer = create(open, SCRIPT))
        {
            Runs.append(writer, 2, Commands.msi(12, 7, 0), Commands.turn(1, 64));
            LeftJournals.copy(writer, open, journal);
        }
        LeftJournals.deleteFrom(journal, 1);

        return journal;
    }

    /** Leaves a journal of two commands, as a loss of power does. */
    static Path powerLoss(final Path journal) throws IOException
    {
        LeftJournals.loseBoot(left(journal));

        return journal;
    }

    /**
     * Writes a closed journal whose first two segments are purged, with commands 1 to 14,000; a third segment holds
     * three more.
     *
     * @param first kind of the frame in front of the three commands
     */
    static Path purged(final Path journal, final int first) throws IOException
    {
        try (JournalWriter writer = create(journal, SCRIPT))
        {
            final long[] words = new long[MANY];
            Arrays.fill(words, Commands.msi(12, 7, 0));
            for (int i = 0; i < 20; i++)
            {
                Runs.append(writer, MANY, words);
            }
            writer.frame().setMemory(writer.payloadOffset(), LONG_PAYLOAD, (byte)0);
            assertTrue(writer.append(first, LONG_PAYLOAD));
            Runs.append(writer, 3, Commands.msi(1, 2, 3), Commands.msi(1, 3, 4), Commands.turn(1, 64));
        }
        LeftJournals.purge(journal, 2);

        return journal;
    }

    /**
     * Writes a closed journal whose {@code gale.journal} has a wrong CRC.
     *
     * @return the finding, for messages
     */
    static String headless(final Path journal) throws IOException
    {
        empty(journal, SCRIPT);
        final Path file = journal.resolve("gale.journal");
        final String text = Files.readString(file);
        final int at = text.indexOf("header crc ");
        final String crc = text.substring(at, text.indexOf('\n', at));
        Files.writeString(file, text.replace(crc, "header crc 00000000"));

        return file + ": byte " + at + ": 'header crc 00000000', expected '" + crc + "'.";
    }
}
