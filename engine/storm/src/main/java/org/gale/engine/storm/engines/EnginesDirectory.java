package org.gale.engine.storm.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.host.FileFailure;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormShare;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.scenario.Share;
import org.gale.engine.storm.scenario.Spelling;

/**
 * Directory of the journals of a storm's engines, one directory each. Its file {@code gale.engines} names the plan of
 * the storm, and the share, the partitions and the begin of each. Immutable.
 *
 * @param directory of the storm
 * @param file      what it says
 */
public record EnginesDirectory(Path directory, EnginesFile file)
{
    /** Name of the file. */
    public static final String FILE = EnginesFile.NAME;

    private static final Pattern EVIDENCE =
        Pattern.compile("(engine-[0-9]{3}) exit ([0-9]{1,3}) command ([0-9]{1,18})|sum exit ([0-9]{1,3})");
    private static final String OF_SUM = "the sum of its engines ended with exit code ";
    /** Group of {@link #EVIDENCE} that is the exit code of a sum. */
    private static final int SUM = 4;
    private static final String NOT_BROUGHT = " (bring back the directory that the storm has left)";

    /** Returns whether a directory is that of a storm of several engines. */
    public static boolean isOne(final Path directory)
    {
        return EnginesFile.isIn(directory);
    }

    /** {@return the directory of a storm one of whose engines has a journal in a directory, or null} */
    public static Path around(final Path journal)
    {
        final Path parent = journal.toAbsolutePath().normalize().getParent();

        return parent != null && isOne(parent) && journal.getFileName().toString().startsWith("engine-") ?
            parent : null;
    }

    /**
     * Reads the file of a directory, each of whose engines has to be there with the journal that the storm has begun.
     *
     * @throws OutcomeException if the file is damaged, if the storm has not begun, or if an engine is missing, one too
     *                          many, or that of another storm or place
     */
    public static EnginesDirectory read(final Path directory)
    {
        if (UnbegunStorm.of(directory) != null)
        {
            throw new OutcomeException(Outcome.USAGE, directory + UnbegunStorm.ENDED + " (a resume begins it anew)");
        }
        try
        {
            final EnginesDirectory read = new EnginesDirectory(directory, EnginesFile.read(directory));
            read.check();
            read.checkJournals();

            return read;
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, directory.resolve(FILE) + ": " + FileFailure.reason(ex), ex);
        }
    }

    /**
     * Checks that each journal is that of its engine: of this storm, of its share and of its partitions. A journal of
     * which nothing is known yet is left to those who read it.
     */
    private void checkJournals()
    {
        for (int i = 0; i < engines(); i++)
        {
            final RunConfiguration configuration = begun(journal(i));
            if (configuration != null)
            {
                check(i, configuration);
            }
        }
    }

    private void check(final int engine, final RunConfiguration configuration)
    {
        final EnginesFile.OfEngine due = file.engines().get(engine);
        final Share share = StormShare.of(configuration);
        final String job = configuration.value(RunConfiguration.JOB);
        final Share expected = file.share().engine(engine, engines());
        if (!share.equals(expected))
        {
            throw other(engine, "has share " + share + ", expected " + expected);
        }
        if (!due.share().equals(share.text()))
        {
            throw other(engine, "has share " + share + ", and " + FILE + " names " + due.share());
        }
        if (job == null || !EnginesFile.hash(file.share(), job).equals(file.plan()))
        {
            throw other(engine, "belongs to another plan");
        }
        final String own = EnginesFile.names(new JobPlanner(JobProfiles.ALL).partitions(job), share);
        if (!own.equals(due.partitions()))
        {
            throw other(engine, "has the partitions " + own + ", and " + FILE + " names " + due.partitions());
        }
        if (!due.begin().equals(EnginesFile.begin(configuration)))
        {
            throw other(engine, "begins with another configuration than " + FILE + " has the digest of");
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

    /** Returns the number of engines. */
    public int engines()
    {
        return file.engines().size();
    }

    /** {@return the outcome of the engine or sum by which journals are evidence; {@link Outcome#OK} if none is} */
    public Outcome ended()
    {
        final Matcher matcher = EVIDENCE.matcher(file.failed());
        final int exitCode = !matcher.matches() ? 0 :
            Integer.parseInt(matcher.group(2) == null ? matcher.group(SUM) : matcher.group(2));

        return Stream.of(Outcome.values()).filter(one -> one.exitCode() == exitCode).findFirst()
            .orElse(Outcome.INTERNAL);
    }

    /** {@return a line about the engine or the sum by which journals are evidence; empty if none is} */
    public String endedText()
    {
        final Matcher matcher = EVIDENCE.matcher(file.failed());
        if (!matcher.matches())
        {
            return "";
        }

        return directory + ": " + (matcher.group(SUM) != null ? OF_SUM + matcher.group(SUM) : matcher.group(1) +
            " ended with exit code " + matcher.group(2) + " at command " +
            NumberText.count(Long.parseLong(matcher.group(3))));
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
        EnginesFile.addFailed(
            directory, EnginesPlan.name(engine) + " exit " + outcome.exitCode() + " command " + command);
    }

    /**
     * Notes that the engines contradict their sum, so that the journals of all are evidence.
     *
     * @throws IOException if the host refuses
     */
    static void failSum(final Path directory, final Outcome outcome) throws IOException
    {
        EnginesFile.addFailed(directory, "sum exit " + outcome.exitCode());
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
        final Matcher matcher = EVIDENCE.matcher(file.failed());
        if (matcher.matches() && matcher.group(SUM) != null)
        {
            throw new OutcomeException(Outcome.USAGE,
                place + OF_SUM + matcher.group(SUM) + ", and the journals of all are evidence");
        }
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
        for (int i = 0; i < engines(); i++)
        {
            if (!Files.isDirectory(journal(i)))
            {
                throw new OutcomeException(Outcome.USAGE, directory + ": " + EnginesPlan.name(i) + " is missing, and " +
                    FILE + " names " + engines() + " engines (bring it back)");
            }
        }
        if (Files.exists(journal(engines())))
        {
            throw new OutcomeException(Outcome.USAGE, directory + ": " + EnginesPlan.name(engines()) +
                " is one engine too many, and " + FILE + " names " + engines() + " (take it away)");
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
        for (int i = 0; i < engines(); i++)
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
        for (int i = 0; i < engines(); i++)
        {
            journals.add(journal(i));
        }

        return journals;
    }
}
