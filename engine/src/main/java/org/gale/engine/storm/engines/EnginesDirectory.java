package org.gale.engine.storm.engines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.config.Sha256;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.OutputFile;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormShare;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.scenario.Share;
import org.gale.engine.storm.scenario.Spelling;

/**
 * Directory of the journals of a storm's engines, one directory each. Its file {@code gale.engines} names the number of
 * engines, the hash of the storm's plan and the partitions of each. Immutable.
 *
 * @param directory  of the storm
 * @param engines    number of engines
 * @param plan       hash of the plan
 * @param partitions names of the partitions of each engine
 * @param failed     line about an engine whose journal is evidence; empty for none
 * @param isChecked  true if the file has a checksum, which files of earlier versions lack
 */
public record EnginesDirectory(
    Path directory, int engines, String plan, List<String> partitions, String failed, boolean isChecked)
{
    /** Name of the file. */
    public static final String FILE = "gale.engines";

    private static final int LENGTH_LIMIT = 1 << 20;
    private static final Pattern EVIDENCE =
        Pattern.compile("(engine-[0-9]{3}) exit ([0-9]{1,3}) command ([0-9]{1,18})");
    /** Begins the line of the number of engines. */
    static final String ENGINES = "engines=";
    /** Begins the line of the hash of the plan, which is that of the share and the job. */
    static final String PLAN = "plan=";
    /** Begins the line of the share of a larger storm: with the job what a resume needs to begin anew. */
    static final String SHARE = "share=";
    /** Begins the line of the job. */
    static final String JOB = "job=";
    private static final String FAILED = "failed=";
    private static final String FORM = "gale.engines=1";
    private static final String CHECKSUM = "checksum=";
    private static final String NOT_BROUGHT = " (bring back the directory that the storm has left)";

    /** Returns whether a directory is that of a storm of several engines. */
    public static boolean isOne(final Path directory)
    {
        return Files.isRegularFile(directory.resolve(FILE), LinkOption.NOFOLLOW_LINKS);
    }

    /** {@return the directory of a storm one of whose engines has a journal in a directory, or null} */
    public static Path around(final Path journal)
    {
        final Path parent = journal.toAbsolutePath().normalize().getParent();

        return parent != null && isOne(parent) && journal.getFileName().toString().startsWith("engine-") ?
            parent : null;
    }

    /** Returns the hash of the plan of a storm or of its share, whose job is one line. */
    static String hash(final Share share, final String job)
    {
        final String text = share.text() + '\n' + job;

        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes the file of a storm that begins.
     *
     * @throws IOException if the host refuses
     */
    static void write(final Path directory, final EnginesPlan plan) throws IOException
    {
        final Partitions partitions = plan.whole().workload().topology().partitions();
        final List<String> lines = new ArrayList<>(List.of(FORM, ENGINES + plan.count(),
            PLAN + hash(plan.whole().config().share(), plan.whole().job())));
        for (int i = 0; i < plan.count(); i++)
        {
            lines.add(EnginesPlan.name(i) + '=' + names(partitions, plan.shares().get(i)));
        }
        lines.add(SHARE + plan.whole().config().share().text());
        lines.add(JOB + plan.whole().job());
        write(directory.resolve(FILE), lines);
    }

    /** Writes lines and the checksum of them. */
    private static void write(final Path file, final List<String> lines) throws IOException
    {
        OutputFile.writeText(file, out ->
        {
            for (final String line : lines)
            {
                out.append(line).append('\n');
            }
            out.append(CHECKSUM).append(checksum(lines)).append('\n');
        });
    }

    private static String checksum(final List<String> lines)
    {
        return Sha256.hex(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static String names(final Partitions partitions, final Share share)
    {
        return String.join(" ", IntStream.of(partitions.of(share)).mapToObj(partitions::name).toList());
    }

    /** Returns the rest of the first line with a beginning; empty if there is none. */
    static String value(final List<String> lines, final String beginning)
    {
        return lines.stream().filter(line -> line.startsWith(beginning)).map(line -> line.substring(beginning.length()))
            .findFirst().orElse("");
    }

    /**
     * Reads the file of a directory, each of whose engines has to be there.
     *
     * @throws OutcomeException if the file says nothing, or an engine is missing or one too many
     */
    public static EnginesDirectory read(final Path directory)
    {
        final Path file = directory.resolve(FILE);
        try
        {
            final List<String> all = new String(
                BoundedFile.read(file, LENGTH_LIMIT), StandardCharsets.UTF_8).lines().toList();
            final boolean isChecked = !all.isEmpty() && all.get(all.size() - 1).startsWith(CHECKSUM);
            final List<String> lines = all.subList(0, all.size() - (isChecked ? 1 : 0));
            if (isChecked && !all.get(all.size() - 1).equals(CHECKSUM + checksum(lines)))
            {
                throw damaged(file, "its checksum is that of other lines");
            }
            if (lines.size() < 3 || !lines.get(0).equals(FORM) || !lines.get(1).matches(ENGINES + "[0-9]{1,3}") ||
                !lines.get(2).matches(PLAN + "[0-9a-f]{64}"))
            {
                throw damaged(file, "it does not name the engines and their plan");
            }
            final int engines = Integer.parseInt(lines.get(1).substring(ENGINES.length()));
            final EnginesDirectory read = new EnginesDirectory(directory, engines,
                lines.get(2).substring(PLAN.length()), IntStream.range(0, engines).mapToObj(engine -> value(
                lines, EnginesPlan.name(engine) + '=')).toList(), value(lines, FAILED), isChecked);
            read.check();
            read.checkJournals();

            return read;
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, file + ": " + FileFailure.reason(ex), ex);
        }
    }

    private static OutcomeException damaged(final Path place, final String finding)
    {
        return new OutcomeException(Outcome.JOURNAL_DAMAGED, place + ": is damaged: " + finding);
    }

    /**
     * Checks that each journal is that of its engine: of this storm, of its share and of its partitions. A journal of
     * which nothing is known yet is left to those who read it.
     */
    private void checkJournals()
    {
        Share base = null;
        for (int i = 0; i < engines; i++)
        {
            final RunConfiguration configuration = begun(journal(i));
            if (configuration != null)
            {
                final Share share = StormShare.of(configuration);
                final Share whole = share.count() % engines == 0 ?
                    new Share(share.index() % (share.count() / engines), share.count() / engines) : null;
                base = base == null ? whole : base;
                check(i, configuration, share, base);
            }
        }
    }

    private void check(final int engine, final RunConfiguration configuration, final Share share, final Share base)
    {
        final String job = configuration.value(RunConfiguration.JOB);
        if (base == null || !share.equals(base.engine(engine, engines)))
        {
            throw other(engine, "has share " + share.text() +
                (base == null ? "" : ", expected " + base.engine(engine, engines).text()));
        }
        if (job == null || !hash(base, job).equals(plan))
        {
            throw other(engine, "is of another plan");
        }
        final String own = names(new JobPlanner(JobProfiles.ALL).partitions(job), share);
        if (!own.equals(partitions.get(engine)))
        {
            throw other(engine, "has the partitions " + own + ", and " + FILE + " names " + partitions.get(engine));
        }
    }

    private OutcomeException other(final int engine, final String finding)
    {
        return new OutcomeException(Outcome.JOURNAL_DAMAGED, journal(engine) + ": " + finding + NOT_BROUGHT);
    }

    /** {@return the configuration of a journal; null of one that has none, or whose frames cannot be read} */
    private static RunConfiguration begun(final Path journal)
    {
        try (JournalReader reader = JournalReader.open(journal))
        {
            return reader.header() == null ? null : RunConfiguration.parse(reader.header().configuration());
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            return null;                                            // the command that reads it says more
        }
    }

    /** {@return a line about a file without a checksum; empty for one that has it} */
    public String note()
    {
        return isChecked ? "" : directory.resolve(FILE) + ": has no checksum, because an earlier version wrote it: " +
            "what it names was compared with the journals";
    }

    /**
     * Notes that the journal of an engine is evidence.
     *
     * @param engine  that failed
     * @param outcome of its failure
     * @param command at which it stopped
     * @throws IOException if the host refuses
     */
    static void fail(final Path directory, final int engine, final Outcome outcome, final long command)
        throws IOException
    {
        final Path file = directory.resolve(FILE);
        final List<String> lines = new ArrayList<>(Files.readString(file).lines()
            .filter(line -> !line.startsWith(CHECKSUM)).toList());
        lines.add(FAILED + EnginesPlan.name(engine) + " exit " + outcome.exitCode() + " command " + command);
        write(file, lines);
    }

    /**
     * Checks that no journal is evidence of a fault.
     *
     * @param place    option and directory, as messages begin
     * @param spelling of settings in messages
     * @throws OutcomeException if one is, with the line that goes to its command
     */
    void checkEvidence(final String place, final Spelling spelling)
    {
        final Matcher matcher = EVIDENCE.matcher(failed);
        if (matcher.matches())
        {
            final long command = Long.parseLong(matcher.group(3));
            throw new OutcomeException(Outcome.USAGE, place + matcher.group(1) + " ended with exit code " +
                matcher.group(2) + " at command " + NumberText.count(command) + ", and its journal is evidence.\n" +
                "  Go there: " + spelling.step(directory.resolve(matcher.group(1)), command));
        }
    }

    /**
     * Returns the configuration of a journal.
     *
     * @throws OutcomeException if there is none, or it is damaged there
     */
    static RunConfiguration configuration(final Path journal)
    {
        try (JournalReader reader = JournalReader.open(journal))
        {
            if (reader.header() == null)
            {
                throw new OutcomeException(
                    Outcome.JOURNAL_DAMAGED, JournalErrors.lines(reader.end().damage().message()));
            }

            return RunConfiguration.parse(reader.header().configuration());
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE,
                journal + ": this version does not know its configuration: " + ex.getMessage(), ex);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    private void check()
    {
        for (int i = 0; i < engines; i++)
        {
            if (!Files.isDirectory(journal(i)))
            {
                throw new OutcomeException(Outcome.USAGE, directory + ": " + EnginesPlan.name(i) + " is missing, and " +
                    FILE + " names " + engines + " engines (bring it back)");
            }
        }
        if (Files.exists(journal(engines)))
        {
            throw new OutcomeException(Outcome.USAGE, directory + ": " + EnginesPlan.name(engines) +
                " is one engine too many, and " + FILE + " names " + engines + " (take it away)");
        }
    }

    /**
     * Returns the engine that has a VM.
     *
     * @throws OutcomeException if no engine has it
     */
    public int engineOfVm(final int vm)
    {
        final String line = configuration(journal(0)).value(RunConfiguration.JOB);
        final Partitions partitions = new JobPlanner(JobProfiles.ALL).partitions(line);
        for (int i = 0; i < engines; i++)
        {
            final Share share = StormShare.of(configuration(journal(i)));
            if (vm < partitions.allVms() && share.has(partitions.ofVm(vm)))
            {
                return i;
            }
        }

        throw new OutcomeException(Outcome.USAGE, directory + ": no engine has VM " + vm);
    }

    /** Returns the directory of the journal of an engine. */
    public Path journal(final int engine)
    {
        return directory.resolve(EnginesPlan.name(engine));
    }

    /** Returns the directories of the journals of all engines. */
    public List<Path> journals()
    {
        final List<Path> journals = new ArrayList<>();
        for (int i = 0; i < engines; i++)
        {
            journals.add(journal(i));
        }

        return journals;
    }
}
