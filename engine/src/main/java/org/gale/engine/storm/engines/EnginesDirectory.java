package org.gale.engine.storm.engines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Sha256;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.OutputFile;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.scenario.Share;

/**
 * Directory of the journals of a storm's engines, one directory each. Its file {@code gale.engines} names the number of
 * engines, the hash of the storm's plan and the partitions of each. Immutable.
 *
 * @param directory of the storm
 * @param engines   number of engines
 * @param plan      hash of the plan
 */
public record EnginesDirectory(Path directory, int engines, String plan)
{
    /** Name of the file. */
    public static final String FILE = "gale.engines";

    private static final int LENGTH_LIMIT = 1 << 20;
    private static final String ENGINES = "engines=";
    private static final String PLAN = "plan=";
    private static final String FORM = "gale.engines=1";

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

    /** Returns the hash of the plan of a storm or of its share. */
    static String hash(final StormPlan plan)
    {
        final String text = plan.config().share().text() + '\n' + plan.job();

        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes the file of a storm that begins.
     *
     * @throws IOException if the host refuses
     */
    static void write(final Path directory, final EnginesPlan plan) throws IOException
    {
        OutputFile.writeText(directory.resolve(FILE), out ->
        {
            final Partitions partitions = plan.whole().workload().topology().partitions();
            out.append(FORM).append('\n').append(ENGINES).append(Integer.toString(plan.count())).append('\n')
                .append(PLAN).append(hash(plan.whole())).append('\n');
            for (int i = 0; i < plan.count(); i++)
            {
                out.append(EnginesPlan.name(i)).append("=").append(names(partitions, plan.shares().get(i)))
                    .append("\n");
            }
        });
    }

    private static String names(final Partitions partitions, final Share share)
    {
        return String.join(" ", IntStream.of(partitions.of(share)).mapToObj(partitions::name).toList());
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
            final List<String> lines = new String(
                BoundedFile.read(file, LENGTH_LIMIT), StandardCharsets.UTF_8).lines().toList();
            if (lines.size() < 3 || !lines.get(0).equals(FORM) || !lines.get(1).matches(ENGINES + "[0-9]{1,3}") ||
                !lines.get(2).matches(PLAN + "[0-9a-f]{64}"))
            {
                throw new OutcomeException(Outcome.JOURNAL_DAMAGED, file + ": is damaged: it does not name the " +
                    "engines and their plan");
            }
            final EnginesDirectory read = new EnginesDirectory(directory,
                Integer.parseInt(lines.get(1).substring(ENGINES.length())), lines.get(2).substring(PLAN.length()));
            read.check();

            return read;
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, file + ": " + FileFailure.reason(ex), ex);
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
