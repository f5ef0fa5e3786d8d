package org.gale.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.OutputFile;
import org.gale.engine.report.verdict.Baseline;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Directory of recorded figures: a file for each job or report, which has its name. A path that cannot be used is
 * refused by an {@link OutcomeException} that names it.
 *
 * @param path of the directory
 */
record BaselineDirectory(Path path)
{
    /** Option that names the directory. */
    static final String BASELINE = "--baseline";
    /** Option that writes the figures into the directory. */
    static final String RECORD = "--record";

    private static final String JSON = ".json";
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9._-]+?)\\.(yaml|yml|json)");
    private static final int SIZE_LIMIT = 64 << 20;

    /** Returns the name that a job or report has in the directory. */
    static String nameOf(final Path file)
    {
        final Path last = file.getFileName();
        final Matcher name = NAME.matcher(last == null ? "" : last.toString());
        if (!name.matches())
        {
            throw new OutcomeException(Outcome.USAGE, "'" + file + "': a name in a baseline has letters, digits, " +
                "'.', '_' and '-', before .yaml, .yml or .json (rename it)");
        }

        return name.group(1);
    }

    /** Returns the content of a baseline, or of a report that is judged by one: at most 64 MiB. */
    static byte[] bytes(final Path file)
    {
        try
        {
            return BoundedFile.read(file, SIZE_LIMIT);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.USAGE, file + ": cannot be read: " + FileFailure.reason(ex), ex);
        }
    }

    /**
     * Checks that the path is a directory, or may become one.
     *
     * @param isRecorded whether files are to be written
     */
    void check(final boolean isRecorded)
    {
        if (Files.exists(path) && !Files.isDirectory(path))
        {
            throw new OutcomeException(Outcome.USAGE, BASELINE + ' ' + path + ": is no directory");
        }
        if (!isRecorded && !Files.exists(path))
        {
            throw new OutcomeException(Outcome.USAGE, BASELINE + ' ' + path +
                ": there is no such directory (" + RECORD + " makes it)");
        }
    }

    /** Refuses a link in place of a file: what is written would be elsewhere. */
    void checkNoLink(final String name)
    {
        if (Files.isSymbolicLink(file(name)))
        {
            throw new OutcomeException(Outcome.USAGE, file(name) + ": is a link, and a baseline is a file (remove it)");
        }
    }

    /** Returns the file of a name, which need not be there. */
    Path file(final String name)
    {
        return path.resolve(name + JSON);
    }

    /** Returns whether the directory has figures of a name. */
    boolean has(final String name)
    {
        return Files.exists(file(name), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Reads the figures of a name. Refuses those of another job or seed, or without hashes or stages.
     *
     * @param plan of the job; null for a report
     */
    Baseline read(final String name, final StormPlan plan)
    {
        final Path file = file(name);
        final Baseline baseline = Baseline.read(file.toString(), bytes(file));
        final String job = plan == null ? baseline.job() : plan.effectiveJob().name();
        final long seed = plan == null ? baseline.seed() : plan.config().value(StormSettings.SEED);
        if (!baseline.job().equals(job))
        {
            throw new OutcomeException(Outcome.USAGE, file + ": belongs to job '" + baseline.job() +
                "', and this is '" + job + "' (record it again)");
        }
        if (plan != null)
        {
            baseline.checkOfJob(file.toString());
        }
        if (baseline.seed() != seed)
        {
            throw new OutcomeException(Outcome.USAGE, file + ": has seed " + baseline.seed() + ", and the job has " +
                seed + " (record it again)");
        }

        return baseline;
    }

    /**
     * Writes the figures of a name, and makes the directory where there is none.
     *
     * @throws IOException if the host refuses
     */
    void write(final String name, final Baseline figures) throws IOException
    {
        Files.createDirectories(path);
        OutputFile.writeText(file(name), writer -> writer.write(figures.text()));
    }
}
