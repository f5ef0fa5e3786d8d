package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JournalVerifierTest
{
    @TempDir
    private Path home;

    @Test
    void shouldReportItsProgress() throws IOException
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = new JournalOpening(JournalConfig.DEFAULT).create(run, Journals.CONFIGURATION))
        {
            Journals.append(writer, 200, 30_000);
        }
        final List<Long> done = new ArrayList<>();
        final List<Long> totals = new ArrayList<>();

        final JournalEnd end = JournalVerifier.verify(run, (doneBytes, totalBytes) -> {
            done.add(doneBytes);
            totals.add(totalBytes);
        });

        assertEquals(JournalEnd.Status.CLOSED, end.status(), () -> end.damage().message());
        assertEquals(6_000_000, end.commands());
        assertEquals(3, done.size());
        assertEquals(done.stream().sorted().toList(), done);
        assertEquals(done.get(2), totals.get(2));
        assertEquals(end.bytes(), done.get(2));
        assertTrue(totals.get(0) >= end.bytes());
    }

    @Test
    void shouldLocateDamage() throws IOException
    {
        final Path run = home.resolve("run");
        Journals.closed(run, 1);
        Files.delete(run.resolve(Mark.NAME));
        final List<Long> done = new ArrayList<>();

        final JournalEnd end = JournalVerifier.verify(run, (doneBytes, totalBytes) -> done.add(doneBytes));

        assertEquals(JournalEnd.Status.DAMAGED, end.status());
        assertEquals(run.resolve(Mark.NAME) + ": byte 0: not there.  Sound before it: 0 commands.",
            end.damage().message());
        assertEquals(List.of(0L), done);
    }

    @Test
    void shouldHandOverManySegments() throws IOException
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = Journals.create(run, Journals.SMALL))
        {
            for (int i = 0; i < 1_500; i++)
            {
                Journals.append(writer, 1, 1 + i * 7 % 1_010);
            }
        }

        final JournalEnd end = Journals.read(run);

        assertEquals(JournalEnd.Status.CLOSED, end.status(), () -> end.damage().message());
        assertEquals(1_502, end.frames());
        assertTrue(end.segments() > 90);
    }
}
