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
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.config.Sha256;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.host.OutputFile;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.StormShare;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.scenario.Share;

/**
 * File {@code gale.engines} of the directory of a storm of several engines: lines, and a checksum of them. Immutable.
 *
 * @param plan      hash of the share and the job
 * @param engines   one for each engine
 * @param share     of the whole storm
 * @param job       of the whole storm, one line
 * @param failed    line about an engine whose journal is evidence; empty for none
 */
record EnginesFile(String plan, List<OfEngine> engines, Share share, String job, String failed)
{
    /** Name of the file. */
    static final String NAME = "gale.engines";

    private static final int LENGTH_LIMIT = 1 << 20;
    private static final String FORM = "gale.engines=1";
    private static final String ENGINES = "engines=";
    private static final String PLAN = "plan=";
    private static final String OF_SHARE = ".share=";
    private static final String OF_BEGIN = ".begin=";
    private static final String SHARE = "share=";
    private static final String JOB = "job=";
    private static final String FAILED = "failed=";
    private static final String CHECKSUM = "checksum=";

    EnginesFile
    {
        engines = List.copyOf(engines);
    }

    /**
     * Engine of a storm.
     *
     * @param partitions names of its partitions
     * @param share      {@code I/N}
     * @param begin      digest of the configuration that its journal begins with
     */
    record OfEngine(String partitions, String share, String begin)
    {
    }

    /** Returns whether a directory has such a file. */
    static boolean isIn(final Path directory)
    {
        return Files.isRegularFile(directory.resolve(NAME), LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the hash of the plan of a storm or of its share, whose job is one line. */
    static String hash(final Share share, final String job)
    {
        return hash(share.text() + '\n' + job);
    }

    private static String hash(final String text)
    {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the digest of the configuration that a journal begins with. */
    static String begin(final RunConfiguration configuration)
    {
        return Sha256.hex(configuration.toBytes());
    }

    /** Returns the names of the partitions of a share, as the file has them. */
    static String names(final Partitions partitions, final Share share)
    {
        return String.join(" ", IntStream.of(partitions.of(share)).mapToObj(partitions::name).toList());
    }

    /**
     * Makes the file of a storm that begins.
     *
     * @param version of Gale
     * @throws IOException if the host refuses
     */
    static void write(final Path directory, final EnginesPlan plan, final String version) throws IOException
    {
        final Partitions partitions = plan.whole().workload().topology().partitions();
        final Share whole = plan.whole().config().share();
        final List<String> lines =
            new ArrayList<>(List.of(FORM, ENGINES + plan.count(), PLAN + hash(whole, plan.whole().job())));
        for (int i = 0; i < plan.count(); i++)
        {
            final StormPlan part = plan.part(i, directory);
            final String name = EnginesPlan.name(i);
            lines.add(name + '=' + names(partitions, plan.shares().get(i)));
            lines.add(name + OF_SHARE + plan.shares().get(i).text());
            lines.add(name + OF_BEGIN + begin(StormShare.configuration(part, version, part.machine())));
        }
        lines.add(SHARE + whole.text());
        lines.add(JOB + plan.whole().job());
        write(directory.resolve(NAME), lines);
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
            out.append(CHECKSUM).append(hash(String.join("\n", lines))).append('\n');
        });
    }

    /**
     * Adds a line about an engine whose journal is evidence.
     *
     * @throws IOException if the host refuses
     */
    static void addFailed(final Path directory, final String failure) throws IOException
    {
        final Path file = directory.resolve(NAME);
        final List<String> lines = new ArrayList<>(Files.readString(file).lines()
            .filter(line -> !line.startsWith(CHECKSUM)).toList());
        lines.add(FAILED + failure);
        write(file, lines);
    }

    /**
     * Reads the file of a directory.
     *
     * @throws OutcomeException if it is of another form, or damaged
     * @throws IOException      if the host cannot read it
     */
    static EnginesFile read(final Path directory) throws IOException
    {
        final Path file = directory.resolve(NAME);
        final List<String> all =
            new String(BoundedFile.read(file, LENGTH_LIMIT), StandardCharsets.UTF_8).lines().toList();
        final String form = all.isEmpty() ? "" : all.get(0);
        final boolean isChecked = !all.isEmpty() && all.get(all.size() - 1).startsWith(CHECKSUM);
        if (form.matches(NAME + "=[0-9]{1,9}") && (!form.equals(FORM) || !isChecked))
        {
            throw new OutcomeException(Outcome.USAGE, file + ": has the form " + form + (isChecked ? "" :
                " without a checksum") + ", and this gale reads " + FORM + " with one");
        }
        final List<String> lines = all.subList(0, Math.max(0, all.size() - 1));
        if (isChecked && !all.get(all.size() - 1).equals(CHECKSUM + hash(String.join("\n", lines))))
        {
            throw damaged(file, "its checksum is that of other lines");
        }
        final String share = value(lines, SHARE);
        if (lines.size() < 3 || !form.equals(FORM) || !lines.get(1).matches(ENGINES + "[0-9]{1,3}") ||
            !lines.get(2).matches(PLAN + "[0-9a-f]{64}") || !isShare(share))
        {
            throw damaged(file, "it does not name the engines and their plan");
        }
        final List<OfEngine> engines = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(lines.get(1).substring(ENGINES.length())); i++)
        {
            final String name = EnginesPlan.name(i);
            engines.add(new OfEngine(
                value(lines, name + '='), value(lines, name + OF_SHARE), value(lines, name + OF_BEGIN)));
        }

        return new EnginesFile(lines.get(2).substring(PLAN.length()), engines, Share.parse(share), value(lines, JOB),
            value(lines, FAILED));
    }

    private static boolean isShare(final String text)
    {
        try
        {
            return Share.parse(text) != null;
        }
        catch (final IllegalArgumentException ex)
        {
            return false;
        }
    }

    /** Returns the rest of the first line with a beginning; empty if there is none. */
    private static String value(final List<String> lines, final String beginning)
    {
        return lines.stream().filter(line -> line.startsWith(beginning)).map(line -> line.substring(beginning.length()))
            .findFirst().orElse("");
    }

    private static OutcomeException damaged(final Path file, final String finding)
    {
        return new OutcomeException(Outcome.JOURNAL_DAMAGED, file + ": is damaged: " + finding);
    }
}
