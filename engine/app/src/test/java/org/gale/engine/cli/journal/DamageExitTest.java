package org.gale.engine.cli.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.replay.Runs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever command reads a damaged journal: its exit code is 6, and it names file, frame and byte. */
@Tag("P8")
class DamageExitTest
{
    private static final int FLIPS = 20;

    @TempDir
    private Path home;
    private Path journal;

    /** Where a frame lies. */
    private record Place(Path file, int number, int offset)
    {
    }

    @Test
    void shouldExitWithSixAndSayWhere() throws IOException, InterruptedException
    {
        journal = home.resolve("storm");
        Runs.storm(journal, Runs.SMALL, 20_000);
        final List<Place> places = places();
        for (int i = 0; i < FLIPS; i++)
        {
            final Place place = places.get(i * (places.size() - 1) / (FLIPS - 1));
            final int at = place.offset() + 1 + 2 * i;
            flip(place.file(), at);

            expectDamage(place, "replay", journal.toString());
            expectDamage(place, "replay", journal.toString(), "--verify", "--json");
            expectDamage(place, "journal", "verify", journal.toString());
            expectDamage(place, "journal", "verify", journal.toString(), "--json");

            flip(place.file(), at);
        }
        assertEquals(ExitCode.OK, run(new StringWriter(), "journal", "verify", journal.toString()));
    }

    private List<Place> places() throws IOException
    {
        final List<Place> places = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                places.add(new Place(reader.file(), reader.frameNumber(), reader.frameOffset()));
            }
        }
        return places;
    }

    private void expectDamage(final Place place, final String... arguments)
    {
        final StringWriter err = new StringWriter();

        assertEquals(ExitCode.JOURNAL_DAMAGED, run(err, arguments), err::toString);
        assertTrue(err.toString().contains(String.format(Locale.ROOT, "%s: frame %d at byte %,d: ",
            place.file(), place.number(), place.offset())), err::toString);
    }

    private static int run(final StringWriter err, final String... arguments)
    {
        return GaleRun.of(new StringWriter(), err, arguments);
    }

    private static void flip(final Path file, final int offset) throws IOException
    {
        try (RandomAccessFile changed = new RandomAccessFile(file.toFile(), "rw"))
        {
            changed.seek(offset);
            final int value = changed.read();
            changed.seek(offset);
            changed.write(value ^ 0x10);
        }
    }
}
