package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.TerminalText;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.HostExamination;
import org.gale.engine.host.HostFinding;
import org.gale.engine.host.OutputFile;
import org.gale.engine.host.OwnedDirectory;
import org.gale.engine.journal.JournalSpace;
import org.gale.engine.lanes.LeftLanes;
import org.gale.engine.storm.plan.StormPaths;
import org.gale.engine.storm.run.TemporaryJournals;
import org.gale.engine.storm.sweep.ShardFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale doctor}: examines the host, and says what each finding does to a measurement. */
@Command(name = "doctor", mixinStandardHelpOptions = true,
    header = "Examine this host, and say what would spoil a measurement.",
    footer = {
        "",
        "Exit code: 0 nothing spoils a measurement, 3 something does, 8 a storm cannot run here."})
final class DoctorCommand extends ConsoleCommand
{
    /** Name and version of the JSON schema. */
    private static final String SCHEMA = "gale.doctor/1";
    /** Space that the default storm needs for its journal, and as much again. */
    private static final long WANTED_BYTES = 2L << 30;
    /** Space without which no storm begins. */
    private static final long NEEDED_BYTES = 64L << 20;

    private static final int SHOWN_NOTES = 3;

    /** Search for what killed runs left. */
    @FunctionalInterface
    private interface Search
    {
        List<Path> left() throws IOException;
    }

    /** Removal of what a killed run left. */
    @FunctionalInterface
    private interface Removal
    {
        void remove(Path path) throws IOException;
    }

    @Parameters(arity = "0..1", paramLabel = "DIR",
        description = "Directory of the journals to come. Default: the temporary directory.")
    @Uses(FileUse.READ)
    private Path directory;

    @Option(names = "--remove-left", description =
        "Remove the journals, counters, lane files and unfinished outputs that killed runs left in the temporary " +
        "directory, in DIR, next to it, and in the directory of gale stat.")
    private boolean removesLeft;

    @Option(names = "--json", description = "Print one JSON object (schema gale.doctor/1) in place of the text.")
    private boolean isJson;

    @Override
    public Integer call() throws IOException
    {
        checkSettings();
        final List<HostFinding> findings = new ArrayList<>(new HostExamination().findings());
        findings.addAll(left(StormPaths.temporary(), removesLeft));
        findings.addAll(leftFiles(CountersPlace.ofUser(), directory, removesLeft));
        findings.addAll(disk(directory == null ? Path.of(System.getProperty("java.io.tmpdir")) : directory));
        final PrintWriter out = out();
        if (isJson)
        {
            write(findings, out);

            return exitCode(findings);
        }
        lines(findings).forEach(out::println);
        out.println(verdict(findings));
        out.flush();

        return exitCode(findings);
    }

    /** Returns findings as lines. Where many notes have one subject, the first ones and the number of the others. */
    static List<String> lines(final List<HostFinding> findings)
    {
        final List<String> lines = new ArrayList<>();
        final Map<String, Integer> notes = new HashMap<>();
        for (final HostFinding finding : findings)
        {
            final boolean isNote = finding.level() == HostFinding.Level.NOTE;
            final int number = isNote ? notes.merge(finding.subject(), 1, Integer::sum) : 0;
            if (number <= SHOWN_NOTES)
            {
                lines.add(line(finding, finding.state()));
                if (!finding.effect().isEmpty())
                {
                    lines.add(" ".repeat(24) + TerminalText.line(finding.effect()));
                }
            }
            else if (number == SHOWN_NOTES + 1)
            {
                final long all = findings.stream().filter(one -> one.level() == HostFinding.Level.NOTE &&
                    one.subject().equals(finding.subject())).count();
                lines.add(line(finding, "and " + NumberText.count(all - SHOWN_NOTES) + " more (--json has all)"));
            }
        }

        return lines;
    }

    private static String line(final HostFinding finding, final String text)
    {
        return String.format(
            Locale.ROOT, "%-8s%-16s%s", finding.level().label(), finding.subject(), TerminalText.line(text));
    }

    private static void write(final List<HostFinding> findings, final PrintWriter out) throws IOException
    {
        JsonText.indented(out, json ->
        {
            json.writeStringField("schema", SCHEMA);
            json.writeArrayFieldStart("findings");
            for (final HostFinding finding : findings)
            {
                json.writeStartObject();
                json.writeStringField("subject", finding.subject());
                json.writeStringField("level", finding.level().label());
                json.writeStringField("state", finding.state());
                json.writeStringField("effect", finding.effect());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("verdict", verdict(findings));
            json.writeNumberField("exit", exitCode(findings));
        });
    }

    /** Returns the exit code of an examination. */
    static int exitCode(final List<HostFinding> findings)
    {
        return has(findings, HostFinding.Level.LACKS) ? ExitCode.RESOURCES :
            has(findings, HostFinding.Level.SPOILS) ? ExitCode.CHECK_FAILED : ExitCode.OK;
    }

    /** Returns findings about journals that earlier runs left in a directory, and removes them where that is asked. */
    static List<HostFinding> left(final Path temporary, final boolean isRemoved)
    {
        final List<HostFinding> findings = new ArrayList<>();
        if (isRemoved)
        {
            TemporaryJournals.removeRehearsals(temporary);
        }
        for (final Path journal : TemporaryJournals.left(temporary))
        {
            findings.add(isRemoved ? removed("left journal", journal, TemporaryJournals::remove) :
                new HostFinding("left journal", HostFinding.Level.NOTE, journal.toString(),
                    "gale journal describe " + journal + " shows how its run ended, --remove-left removes it"));
        }

        for (final Path shard : OwnedDirectory.left(temporary, ShardFiles.PREFIX))
        {
            findings.add(isRemoved ? removed("left shard", shard, TemporaryJournals::remove) :
                new HostFinding("left shard", HostFinding.Level.NOTE, shard.toString(),
                    "journals of a sweep whose process died, --remove-left removes them"));
        }

        return findings;
    }

    /**
     * Returns findings about counters, outputs and lane files that killed runs left, and removes them on request.
     *
     * @param directory to look in besides the user's place and the temporary directory; null for none
     */
    static List<HostFinding> leftFiles(final CountersPlace place, final Path directory, final boolean isRemoved)
    {
        final Path temporary = StormPaths.temporary();
        final Path named = directory == null ? temporary : directory.toAbsolutePath().normalize();
        final Path around = named.getParent() == null ? named : named.getParent();
        final List<HostFinding> findings = new ArrayList<>();
        try
        {
            place.checkOwn();
        }
        catch (final IOException ex)
        {
            findings.add(new HostFinding(
                "left file", HostFinding.Level.NOTE, FileFailure.text(ex), "its counters are not shown"));
        }
        for (final Path file : found(() -> place.left(temporary, named, around), findings))
        {
            findings.add(leftFile(file, isRemoved, "the counters of a run whose process died"));
        }
        for (final Path file : found(() -> OutputFile.left(temporary, named, around), findings))
        {
            findings.add(leftFile(file, isRemoved, "an output that a run which died had not finished"));
        }
        for (final Path lanes : found(() -> LeftLanes.find(temporary, named, around), findings))
        {
            findings.add(isRemoved ? removed("left lanes", lanes, LeftLanes::remove) :
                new HostFinding("left lanes", HostFinding.Level.NOTE, lanes.toString(),
                    "lane files of a storm whose process died, --remove-left removes them"));
        }

        return findings;
    }

    /** Returns what a search finds. One that fails adds a finding, and the others go on. */
    private static List<Path> found(final Search search, final List<HostFinding> findings)
    {
        try
        {
            return search.left();
        }
        catch (final IOException ex)
        {
            findings.add(new HostFinding("left file", HostFinding.Level.NOTE, FileFailure.text(ex), ""));

            return List.of();
        }
    }

    private static HostFinding leftFile(final Path file, final boolean isRemoved, final String what)
    {
        return isRemoved ? removed("left file", file, TemporaryJournals::remove) :
            new HostFinding("left file", HostFinding.Level.NOTE, file.toString(), what + ", --remove-left removes it");
    }

    private static HostFinding removed(final String subject, final Path path, final Removal removal)
    {
        try
        {
            removal.remove(path);

            return HostFinding.good(subject, path + ": removed");
        }
        catch (final IOException ex)
        {
            return new HostFinding(
                subject, HostFinding.Level.NOTE, path + ": cannot be removed", FileFailure.text(ex));
        }
    }

    /** Returns the findings about the file system of a path, which need not exist. */
    static List<HostFinding> disk(final Path path)
    {
        if (!Files.isDirectory(existing(path)))
        {
            return List.of(new HostFinding("directory", HostFinding.Level.LACKS,
                existing(path) + " is not a directory", "a journal cannot begin"));
        }
        try
        {
            final long usable = JournalSpace.usableBytes(path);
            final String space = NumberText.bytes(usable) + " free for " + path;

            return List.of(
                JournalSpace.isCopyOnWrite(path) ? new HostFinding("file system", HostFinding.Level.SPOILS,
                    "copy on write", "reserved space is written again elsewhere: appends wait, and may find none") :
                    HostFinding.good("file system", Files.getFileStore(existing(path)).type()),
                usable < NEEDED_BYTES ? new HostFinding("free space", HostFinding.Level.LACKS, space,
                    "a journal cannot begin") :
                    usable < WANTED_BYTES ? new HostFinding("free space", HostFinding.Level.NOTE, space,
                        "a long storm ends when it is full (try --journal-limit)") :
                        HostFinding.good("free space", space),
                Files.isWritable(existing(path)) ? HostFinding.good("permission", "may write to " + existing(path)) :
                    new HostFinding("permission", HostFinding.Level.LACKS, "may not write to " + existing(path),
                        "a journal cannot begin"));
        }
        catch (final IOException ex)
        {
            return List.of(new HostFinding("file system", HostFinding.Level.LACKS, path + ": " + FileFailure.reason(ex),
                "a journal cannot begin"));
        }
    }

    private static Path existing(final Path path)
    {
        Path found = path.toAbsolutePath();
        while (!Files.exists(found) && found.getParent() != null)
        {
            found = found.getParent();
        }

        return found;
    }

    private static String verdict(final List<HostFinding> findings)
    {
        return has(findings, HostFinding.Level.LACKS) ? "a storm cannot run here" :
            has(findings, HostFinding.Level.SPOILS) ? "a measurement here is spoiled" :
                "nothing spoils a measurement here";
    }

    private static boolean has(final List<HostFinding> findings, final HostFinding.Level level)
    {
        return findings.stream().anyMatch(finding -> finding.level() == level);
    }
}
