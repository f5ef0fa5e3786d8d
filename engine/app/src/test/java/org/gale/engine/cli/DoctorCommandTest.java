package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.counters.RunCounters;
import org.gale.engine.host.HostFinding;
import org.gale.engine.host.OwnedDirectory;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.lanes.LaneFiles;
import org.gale.engine.storm.sweep.ShardFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DoctorCommandTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldExamineTheHostAndSayWhatItMeans()
    {
        final StringWriter out = new StringWriter();
        final int exitCode = GaleRun.of(out, out, "doctor", directory.resolve("run1").toString());

        assertTrue(List.of(ExitCode.OK, ExitCode.CHECK_FAILED).contains(exitCode), out.toString());
        for (final String subject : List.of("cores", "load", "governor", "control group", "stolen time", "huge pages",
            "waits", "clock", "file system", "free space", "permission"))
        {
            assertTrue(out.toString().contains(' ' + subject + ' '), out.toString());
        }
        assertTrue(out.toString().endsWith(exitCode == ExitCode.OK ?
            "nothing spoils a measurement here\n" : "a measurement here is spoiled\n"), out.toString());
    }

    @Test
    void shouldNameLeftJournalsAndRemoveThemOnRequestAlone() throws IOException
    {
        final Path left = Files.createDirectory(directory.resolve("gale-00c0de"));
        new JournalOpening(JournalConfig.DEFAULT).create(left, new byte[0]).close();
        final Path open = Files.createDirectory(directory.resolve("gale-00c0df"));
        final Path other = Files.createDirectory(directory.resolve("gale-00c0e0"));
        final Path named = Files.createDirectory(directory.resolve("gale-mine"));
        new JournalOpening(JournalConfig.DEFAULT).create(named, new byte[0]).close();
        final Path link = Files.createSymbolicLink(directory.resolve("gale-00c0e1"), named);
        try (JournalWriter writer = new JournalOpening(JournalConfig.DEFAULT).create(open, new byte[0]))
        {
            final List<HostFinding> found = DoctorCommand.left(directory, false);
            assertEquals(1, found.size());
            assertEquals(left.toString(), found.get(0).state());
            assertTrue(Files.exists(left.resolve("gale.journal")));

            assertEquals(List.of(left + ": removed"),
                DoctorCommand.left(directory, true).stream().map(HostFinding::state).toList());
            assertEquals(List.of(), DoctorCommand.left(directory, true));
            assertEquals(1, writer.nextSequence());
        }

        assertFalse(Files.exists(left));
        for (final Path kept : List.of(open.resolve("gale.journal"), other, named.resolve("gale.journal"), link))
        {
            assertTrue(Files.exists(kept), kept.toString());
        }
    }

    @Test
    void shouldNameTheJournalsOfADeadShardAndRemoveThemOnRequestAlone() throws IOException
    {
        final OwnedDirectory dead = OwnedDirectory.create(directory, ShardFiles.PREFIX);
        dead.close();
        final String shard = dead.path().toString();
        try (OwnedDirectory alive = OwnedDirectory.create(directory, ShardFiles.PREFIX))
        {
            final List<HostFinding> found = DoctorCommand.left(directory, false);

            assertEquals(List.of(new HostFinding("left shard", HostFinding.Level.NOTE, shard,
                "journals of a sweep whose process died, --remove-left removes them")), found);
            assertEquals(List.of(shard + ": removed"),
                DoctorCommand.left(directory, true).stream().map(HostFinding::state).toList());
            assertFalse(Files.exists(dead.path()));
            assertTrue(Files.exists(alive.path()));
        }
    }

    @Test
    void shouldNameLeftFilesAndRemoveThemOnRequestAlone() throws IOException
    {
        final CountersPlace place = CountersPlace.in(directory);
        final Path counters = directory.resolve(".run1.stat-4711");
        try (RunCounters alive =
            RunCounters.create(directory.resolve(".run2.stat-1"), 4711, "default", "", () -> 1))
        {
            Files.copy(alive.file(), counters);
            final Path part = Files.createFile(directory.resolve(".gale-" + Integer.MAX_VALUE + "-1.part"));
            final Path own = Files.createFile(
                directory.resolve(".gale-" + ProcessHandle.current().pid() + "-1.part"));
            final Path journal = Files.createDirectory(directory.resolve("run1"));

            assertEquals(List.of(counters.toString(), part.toString()), states(place, journal, false));
            assertEquals(List.of(counters + ": removed", part + ": removed"), states(place, directory, true));
            assertEquals(List.of(), states(place, directory, true));
            for (final Path kept : List.of(alive.file(), own, journal))
            {
                assertTrue(Files.exists(kept), kept.toString());
            }
        }
    }

    @Test
    void shouldLookElsewhereWhereOthersMayWriteToTheUsersDirectory() throws IOException
    {
        final CountersPlace place = CountersPlace.inTemporary(Files.createDirectory(directory.resolve("temporary")));
        Files.createDirectory(place.own());
        Files.setPosixFilePermissions(place.own(), PosixFilePermissions.fromString("rwxrwxrwx"));
        final Path journal = Files.createDirectory(directory.resolve("run1"));
        final Path counters = directory.resolve(".run1.stat-4711");
        final Path lanes = Files.createDirectory(directory.resolve("lanes"));
        Files.createFile(lanes.resolve(LaneFiles.AGENT));
        Files.createFile(lanes.resolve(LaneFiles.name(0)));
        try (RunCounters alive =
            RunCounters.create(directory.resolve(".run1.stat-1"), 4711, "default", "", () -> 1))
        {
            Files.copy(alive.file(), counters);
            final Path foreign = Files.copy(alive.file(), place.own().resolve("4711"));
            final String told = place.own() + ": is not a directory that this user alone may write to";

            assertEquals(List.of(told, counters.toString(), lanes.toString()), states(place, journal, false));
            assertEquals(List.of(told, counters + ": removed", lanes + ": removed"), states(place, journal, true));
            assertTrue(Files.exists(alive.file()));
            assertTrue(Files.exists(foreign));
        }
        assertFalse(Files.exists(counters));
        assertFalse(Files.exists(lanes));
    }

    @Test
    void shouldNameLeftLanesAndRemoveThemOnRequestAlone() throws IOException
    {
        final CountersPlace place = CountersPlace.in(directory);
        final Path lanes = Files.createDirectory(directory.resolve("lanes"));
        Files.createFile(lanes.resolve(LaneFiles.AGENT));
        Files.createFile(lanes.resolve(LaneFiles.name(0)));
        final Path note = Files.createFile(lanes.resolve("note.txt"));

        assertEquals(List.of(lanes.toString()), states(place, directory, false));
        assertEquals(List.of(lanes + ": cannot be removed"), states(place, lanes, true));
        assertTrue(Files.exists(note));
        Files.createFile(lanes.resolve(LaneFiles.AGENT));
        Files.createFile(lanes.resolve(LaneFiles.name(0)));
        Files.delete(note);

        assertEquals(List.of(lanes + ": removed"), states(place, directory, true));
        assertFalse(Files.exists(lanes));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/dev/null", "/dev/null/x", "/proc/self/status"})
    void shouldSayThatSomethingIsNoDirectory(final String path)
    {
        final List<HostFinding> findings = DoctorCommand.disk(Path.of(path));

        assertEquals(1, findings.size());
        assertEquals(HostFinding.Level.LACKS, findings.get(0).level());
        assertEquals(path.replace("/x", "") + " is not a directory", findings.get(0).state());
    }

    @Test
    void shouldEndWithTheWorstFinding()
    {
        assertEquals(ExitCode.OK, DoctorCommand.exitCode(List.of(finding(HostFinding.Level.NOTE))));
        assertEquals(ExitCode.CHECK_FAILED, DoctorCommand.exitCode(
            List.of(finding(HostFinding.Level.SPOILS), finding(HostFinding.Level.GOOD))));
        assertEquals(ExitCode.RESOURCES, DoctorCommand.exitCode(
            List.of(finding(HostFinding.Level.LACKS), finding(HostFinding.Level.SPOILS))));
    }

    /** Returns the states of what was left in the directory of the test. Others may have left more on the host. */
    private List<String> states(final CountersPlace place, final Path named, final boolean isRemoved)
    {
        return DoctorCommand.leftFiles(place, named, isRemoved).stream().map(HostFinding::state)
            .filter(state -> state.startsWith(directory.toString())).toList();
    }

    private static HostFinding finding(final HostFinding.Level level)
    {
        return new HostFinding("load", level, "1", "");
    }

    @Test
    void shouldShowTheFirstOfManyNotesOnOneSubject()
    {
        final List<HostFinding> findings = new ArrayList<>();
        for (int i = 1; i <= 4; i++)
        {
            findings.add(new HostFinding("left journal", HostFinding.Level.NOTE, "journal" + i, "remove it"));
            findings.add(new HostFinding("left file", HostFinding.Level.SPOILS, "file" + i, ""));
        }

        final List<String> lines = DoctorCommand.lines(findings);

        assertEquals(4, lines.stream().filter(line -> line.contains("file")).count());
        assertEquals(3, lines.stream().filter(line -> line.endsWith("remove it")).count());
        assertTrue(lines.get(9).endsWith("left journal    and 1 more (--json has all)"), lines.toString());
        assertTrue(DoctorCommand.lines(findings.subList(0, 6)).stream().noneMatch(line -> line.contains(" more ")));
    }
}
